using System.Linq.Expressions;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Makes the instance of an actor in a way of its own.</summary>
public interface IIndirectActorProducer
{
    /// <summary>The type of what is made.</summary>
    Type ActorType { get; }

    /// <summary>Makes an instance.</summary>
    ActorBase Produce();

    /// <summary>Called when an instance is no longer used.</summary>
    void Release(ActorBase actor);
}

/// <summary>How to make an actor: its type and what its constructor is given, and how to set it up.</summary>
public class Props : IEquatable<Props>
{
    /// <summary>Makes nothing.</summary>
    public static readonly Props None = new(typeof(EmptyActor));

    private readonly IIndirectActorProducer _producer;

    /// <summary>Creates props that make an actor which ignores everything.</summary>
    protected Props() : this(Deploy.Local, typeof(EmptyActor), null, []) { }

    /// <summary>Creates a copy.</summary>
    protected Props(Props copy)
    {
        Deploy = copy.Deploy;
        Type = copy.Type;
        Arguments = copy.Arguments;
        SupervisorStrategy = copy.SupervisorStrategy;
        _producer = copy._producer;
    }

    /// <summary>Creates props for a type.</summary>
    public Props(Type type) : this(Deploy.None, type, null, []) { }

    /// <summary>Creates props for a type and what its constructor is given.</summary>
    public Props(Type type, object[] args) : this(Deploy.None, type, null, args) { }

    /// <summary>Creates props with a strategy.</summary>
    public Props(Type type, SupervisorStrategy supervisorStrategy, IEnumerable<object> args)
        : this(Deploy.None, type, supervisorStrategy, [.. args]) { }

    /// <summary>Creates props with a strategy.</summary>
    public Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args)
        : this(Deploy.None, type, supervisorStrategy, args) { }

    /// <summary>Creates props with a set-up.</summary>
    public Props(Deploy deploy, Type type, IEnumerable<object> args) : this(deploy, type, null, [.. args]) { }

    /// <summary>Creates props with a set-up.</summary>
    public Props(Deploy deploy, Type type, params object[] args) : this(deploy, type, null, args) { }

    private Props(Deploy deploy, Type type, SupervisorStrategy strategy, object[] args)
    {
        Deploy = deploy;
        Type = type ?? throw new ArgumentNullException(nameof(type), "Props must be instantiated with an actor type.");
        SupervisorStrategy = strategy;
        Arguments = args ?? [];
    }

    private Props(IIndirectActorProducer producer, object[] args) : this(producer.ActorType, args) =>
        _producer = producer;

    /// <summary>Makes an actor which ignores everything.</summary>
    public static Props Empty { get; } = Create(() => new EmptyActor());

    /// <summary>The type.</summary>
    public Type Type { get; }

    /// <summary>The name of the type.</summary>
    public string TypeName => Type.AssemblyQualifiedName;

    /// <summary>What the constructor is given.</summary>
    public object[] Arguments { get; }

    /// <summary>The set-up.</summary>
    public Deploy Deploy { get; protected set; }

    /// <summary>The strategy that goes before the actor's own, or null.</summary>
    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    /// <summary>The path of the dispatcher in configuration.</summary>
    public string Dispatcher => Deploy.Dispatcher == Deploy.NoDispatcherGiven
        ? Dispatch.Dispatchers.DefaultDispatcherId
        : Deploy.Dispatcher;

    /// <summary>The path of the mailbox in configuration.</summary>
    public string Mailbox => Deploy.Mailbox;

    /// <summary>Props from <c>() =&gt; new T(...)</c>. The arguments are computed now, once.</summary>
    /// <exception cref="InvalidCastException">It is not a call of a constructor.</exception>
    public static Props Create<TActor>(
        Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null) where TActor : ActorBase
    {
        if (factory.Body is not NewExpression construction)
            throw new InvalidCastException(
                $"The create function must be a 'new T (args)' expression, but it is '{factory.Body}'.");
        var args = construction.Arguments.Select(Evaluate).ToArray();
        return new Props(Deploy.None, typeof(TActor), supervisorStrategy, args);
    }

    /// <summary>Props for a type and what its constructor is given.</summary>
    public static Props Create<TActor>(params object[] args) where TActor : ActorBase => new(typeof(TActor), args);

    /// <summary>Props for a type with a strategy.</summary>
    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy) where TActor : ActorBase, new() =>
        new(typeof(TActor), supervisorStrategy);

    /// <summary>Props for a type and what its constructor is given.</summary>
    public static Props Create(Type type, params object[] args) =>
        type is null
            ? throw new ArgumentNullException(nameof(type), "Props must be instantiated with an actor type.")
            : new Props(type, args);

    /// <summary>Props that make the actor by way of <paramref name="producer"/>.</summary>
    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) => new(producer, args);

    /// <summary>With another dispatcher.</summary>
    public Props WithDispatcher(string dispatcher) => Changed(p => p.Deploy = Deploy.WithDispatcher(dispatcher));

    /// <summary>With another mailbox.</summary>
    public Props WithMailbox(string mailbox) => Changed(p => p.Deploy = Deploy.WithMailbox(mailbox));

    /// <summary>With another set-up.</summary>
    public Props WithDeploy(Deploy deploy) => Changed(p => p.Deploy = deploy.WithFallback(Deploy));

    /// <summary>With another strategy.</summary>
    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        Changed(p => p.SupervisorStrategy = supervisorStrategy);

    /// <summary>Makes an instance.</summary>
    /// <exception cref="TypeLoadException">The constructor threw, or there is none for the arguments.</exception>
    public virtual ActorBase NewActor()
    {
        try
        {
            return _producer is null ? (ActorBase)Activator.CreateInstance(Type, Arguments) : _producer.Produce();
        }
        catch (Exception cause)
        {
            throw new TypeLoadException(
                $"Error while creating actor instance of type {Type} with {Arguments.Length} args: " +
                $"({string.Join(",", Arguments)})", cause);
        }
    }

    /// <inheritdoc />
    public bool Equals(Props other) =>
        other is not null && Type == other.Type && Deploy.Equals(other.Deploy)
        && Equals(SupervisorStrategy, other.SupervisorStrategy) && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as Props);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Type, Deploy, Arguments.Length);

    /// <summary>A copy.</summary>
    protected virtual Props Copy() => new(this);

    private static object Evaluate(Expression argument) => argument is ConstantExpression constant
        ? constant.Value
        : Expression.Lambda(argument).Compile(preferInterpretation: true).DynamicInvoke();

    private Props Changed(Action<Props> change)
    {
        var copy = Copy();
        change(copy);
        return copy;
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) { }
    }
}
