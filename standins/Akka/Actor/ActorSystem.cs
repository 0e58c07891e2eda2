using System.Diagnostics;
using Akka.Actor.Internal;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with all that they share.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The settings.</summary>
    public abstract Settings Settings { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>Turns messages into bytes and back.</summary>
    public abstract Serialization.Serialization Serialization { get; }

    /// <summary>What happens in the system, for those who subscribe.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Takes what cannot be delivered.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Drops everything in silence.</summary>
    public abstract IActorRef IgnoreRef { get; }

    /// <summary>Who runs actors.</summary>
    public abstract Dispatchers Dispatchers { get; }

    /// <summary>Where messages wait.</summary>
    public abstract Mailboxes Mailboxes { get; }

    /// <summary>Does things later.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>The log of the system.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>When the system was made, on the monotonic clock.</summary>
    public TimeSpan StartTime => Stopwatch.GetElapsedTime(0, _start);

    /// <summary>For how long it has been there.</summary>
    public TimeSpan Uptime => Stopwatch.GetElapsedTime(_start);

    /// <summary>Ends when the system has.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>Makes a system with the default configuration.</summary>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    /// <summary>Makes a system.</summary>
    public static ActorSystem Create(string name, Config config) =>
        Started(new ActorSystemImpl(name, config, ActorSystemSetup.Empty));

    /// <summary>Makes a system.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) =>
        Create(name, ActorSystemSetup.Create(setup));

    /// <summary>Makes a system.</summary>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        var config = bootstrap.HasValue && bootstrap.Value.Config.HasValue
            ? bootstrap.Value.Config.Value
            : ConfigurationFactory.Load();
        return Started(new ActorSystemImpl(name, config, setup));
    }

    /// <inheritdoc />
    public abstract IActorRef ActorOf(Props props, string name = null);

    /// <inheritdoc />
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc />
    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>The extension, made if it is missing.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    /// <summary>The extension, or null.</summary>
    public abstract object GetExtension(IExtensionId extensionId);

    /// <summary>The extension, or null.</summary>
    public abstract T GetExtension<T>() where T : class, IExtension;

    /// <summary>Whether there is an extension of a type.</summary>
    public abstract bool HasExtension(Type type);

    /// <summary>Whether there is an extension of a type.</summary>
    public abstract bool HasExtension<T>() where T : class, IExtension;

    /// <summary>The extension, if there is one.</summary>
    public abstract bool TryGetExtension(Type extensionType, out object extension);

    /// <summary>The extension, if there is one.</summary>
    public abstract bool TryGetExtension<T>(out T extension) where T : class, IExtension;

    /// <summary>Called when the system has ended.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Ends the system.</summary>
    public abstract Task Terminate();

    /// <summary>Ends an actor.</summary>
    public abstract void Stop(IActorRef actor);

    /// <summary>Ends the system and waits for its end.</summary>
    public void Dispose()
    {
        Terminate().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the system without the coordinated shutdown.</summary>
    internal abstract Task FinalTerminate();

    private static ActorSystemImpl Started(ActorSystemImpl system)
    {
        system.Start();
        return system;
    }
}

/// <summary>A system with what extensions need.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    /// <summary>Makes and finds references.</summary>
    public abstract IActorRefProvider Provider { get; }

    /// <summary>The parent of actors made by users.</summary>
    public abstract IInternalActorRef Guardian { get; }

    /// <summary>The top actor.</summary>
    public abstract IInternalActorRef LookupRoot { get; }

    /// <summary>The parent of actors made by the library.</summary>
    public abstract IInternalActorRef SystemGuardian { get; }

    /// <summary>Makes an actor of the library.</summary>
    public abstract IActorRef SystemActorOf(Props props, string name = null);

    /// <summary>Makes an actor of the library.</summary>
    public abstract IActorRef SystemActorOf<TActor>(string name = null) where TActor : ActorBase, new();

    /// <summary>Ends the system at once.</summary>
    public abstract void Abort();

    /// <summary>The tree of actors as text.</summary>
    public abstract string PrintTree();
}
