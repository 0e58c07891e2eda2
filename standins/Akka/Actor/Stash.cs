using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Puts messages aside until the actor can handle them.</summary>
public interface IStash
{
    /// <summary>How many messages are aside.</summary>
    int Count { get; }

    /// <summary>Whether none are.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether some are.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether no more can be.</summary>
    bool IsFull { get; }

    /// <summary>How many can be; minus one for no limit.</summary>
    int Capacity { get; }

    /// <summary>Puts the message that is being handled aside.</summary>
    void Stash();

    /// <summary>Puts the first back in front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all back in front of the mailbox, in their order.</summary>
    void UnstashAll();

    /// <summary>Puts those back for which <paramref name="predicate"/> is true.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all out.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages before those that are aside.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}

/// <summary>An actor that is given a stash.</summary>
public interface IActorStash
{
    /// <summary>The stash.</summary>
    IStash Stash { get; set; }
}

/// <summary>An actor that is given a stash, whatever its mailbox.</summary>
public interface IWithUnrestrictedStash : IActorStash;

/// <summary>An actor that is given a stash.</summary>
public interface IWithStash : IWithUnrestrictedStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;

/// <summary>An actor that is given a stash without limit.</summary>
public interface IWithUnboundedStash
    : IWithUnrestrictedStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

/// <summary>The stash of one incarnation.</summary>
internal sealed class ActorStash : IStash
{
    private readonly ActorCell _cell;
    private readonly IDequeBasedMessageQueueSemantics _queue;
    private LinkedList<Envelope> _aside = new();
    private int _lastStashed = -1;

    public ActorStash(ActorCell cell)
    {
        _cell = cell;
        _queue = cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics
            ?? throw new ActorInitializationException(
                cell.Self,
                $"DequeBasedMailbox required, got: {cell.Mailbox.MessageQueue.GetType().Name}. Configure a mailbox " +
                "with mailbox-type = \"Akka.Dispatch.UnboundedDequeBasedMailbox\".");
    }

    public int Count => _aside.Count;

    public bool IsEmpty => _aside.Count == 0;

    public bool NonEmpty => _aside.Count > 0;

    public bool IsFull => false;

    public int Capacity => -1;

    public void Stash()
    {
        var message = _cell.CurrentMessage;
        if (_lastStashed == _cell.CurrentEnvelopeId)
            throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
        _lastStashed = _cell.CurrentEnvelopeId;
        _aside.AddLast(new Envelope(message, _cell.Sender));
    }

    public void Unstash()
    {
        if (_aside.First is not { } first)
            return;
        _aside.RemoveFirst();
        PutBack(first.Value);
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        var all = _aside;
        _aside = new LinkedList<Envelope>();
        for (var node = all.Last; node is not null; node = node.Previous)
        {
            if (predicate(node.Value))
                PutBack(node.Value);
        }
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var all = _aside;
        _aside = new LinkedList<Envelope>();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Distinct().Reverse())
            _aside.AddFirst(envelope);
    }

    private void PutBack(Envelope envelope)
    {
        _queue.EnqueueFirst(envelope);
        if (envelope.Message is Terminated terminated)
            _cell.RequeueTerminated(terminated.ActorRef);
    }
}
