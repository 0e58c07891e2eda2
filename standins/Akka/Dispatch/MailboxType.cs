using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>Makes the queues of actors. Configuration names it in <c>mailbox-type</c>.</summary>
public abstract class MailboxType(Settings settings, Config config)
{
    /// <summary>The section of configuration.</summary>
    protected readonly Config Config = config;

    /// <summary>The settings of the system.</summary>
    protected readonly Settings Settings = settings;

    /// <summary>A queue for <paramref name="owner"/>.</summary>
    public abstract IMessageQueue Create(IActorRef owner, ActorSystem system);
}

/// <summary>First in, first out, without limit.</summary>
public sealed class UnboundedMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnboundedMessageQueue>
{
    /// <summary>Creates the type without configuration.</summary>
    public UnboundedMailbox() : this(null, null) { }

    /// <inheritdoc />
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedMessageQueue();
}

/// <summary>First in, first out, without limit, for actors with a stash.</summary>
public sealed class UnboundedDequeBasedMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnboundedDequeMessageQueue>
{
    /// <inheritdoc />
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new UnboundedDequeMessageQueue();
}

/// <summary>The smallest priority number first.</summary>
public abstract class UnboundedPriorityMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnboundedPriorityMessageQueue>
{
    /// <summary>The capacity that a queue starts with.</summary>
    public const int DefaultCapacity = 11;

    /// <summary>The capacity that a queue starts with.</summary>
    public int InitialCapacity => DefaultCapacity;

    /// <inheritdoc />
    public sealed override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new UnboundedPriorityMessageQueue(PriorityGenerator, InitialCapacity);

    /// <summary>The priority of a message; the smallest goes first.</summary>
    protected abstract int PriorityGenerator(object message);
}

/// <summary>The smallest priority number first; equal ones in the order of their arrival.</summary>
public abstract class UnboundedStablePriorityMailbox(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnboundedStablePriorityMessageQueue>
{
    /// <summary>The capacity that a queue starts with.</summary>
    public const int DefaultCapacity = 11;

    /// <summary>The capacity that a queue starts with.</summary>
    public int InitialCapacity => DefaultCapacity;

    /// <inheritdoc />
    public sealed override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new UnboundedStablePriorityMessageQueue(PriorityGenerator, InitialCapacity);

    /// <summary>The priority of a message; the smallest goes first.</summary>
    protected abstract int PriorityGenerator(object message);
}
