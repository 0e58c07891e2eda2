using Akka.Actor;

namespace Akka.Event;

/// <summary>Who writes to the log.</summary>
public struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    /// <summary>The name.</summary>
    public readonly string Source { get; }

    /// <summary>The type.</summary>
    public readonly Type Type { get; }

    /// <summary>The source of an actor, a type, a text or any object.</summary>
    public static LogSource Create(object o) => o switch
    {
        LogSource source => source,
        IActorContext context => new LogSource(context.Self.Path.ToString(), SourceType(o)),
        IActorRef actor => new LogSource(actor.Path.ToString(), SourceType(o)),
        string text => new LogSource(text, SourceType(o)),
        Type type => new LogSource(type.Name, type),
        _ => new LogSource(o.GetType().Name, SourceType(o)),
    };

    /// <summary>The source of an actor, a type, a text or any object, with the name of the system.</summary>
    public static LogSource Create(object o, ActorSystem system) => o switch
    {
        LogSource source => source,
        IActorContext context => new LogSource(FromActor(context, system), SourceType(o)),
        IActorRef actor => new LogSource(FromActorRef(actor, system), SourceType(o)),
        string text => new LogSource(FromString(text, system), SourceType(o)),
        Type type => new LogSource(FromType(type, system), type),
        _ => new LogSource(FromType(o.GetType(), system), SourceType(o)),
    };

    /// <summary>A source of a name and a type.</summary>
    public static LogSource Create(string source, Type t) => new(source, t);

    /// <summary>The name of a type in a system.</summary>
    public static string FromType(Type t, ActorSystem system) => $"{t.Name} ({system})";

    /// <summary>A name in a system.</summary>
    public static string FromString(string source, ActorSystem system) => $"{source} ({system})";

    /// <summary>The name of an actor.</summary>
    public static string FromActor(IActorContext actor, ActorSystem system) => FromActorRef(actor.Self, system);

    /// <summary>The name of an actor.</summary>
    public static string FromActorRef(IActorRef a, ActorSystem system) =>
        a.Path.ToStringWithAddress(((ExtendedActorSystem)system).Provider?.DefaultAddress);

    /// <summary>The type of a source.</summary>
    public static Type SourceType(object o) => o switch
    {
        Type type => type,
        IActorContext context => context.Props.Type,
        IActorRef actor => actor.GetType(),
        string => typeof(DummyClassForStringSources),
        _ => o.GetType(),
    };
}

/// <summary>The type of sources that are text.</summary>
public class DummyClassForStringSources;
