using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>Where the messages of one actor wait.</summary>
public interface IMessageQueue
{
    /// <summary>Whether any wait.</summary>
    bool HasMessages { get; }

    /// <summary>How many wait.</summary>
    int Count { get; }

    /// <summary>Adds a message.</summary>
    void Enqueue(IActorRef receiver, Envelope envelope);

    /// <summary>Takes the next message.</summary>
    bool TryDequeue(out Envelope envelope);

    /// <summary>Moves what is left to the dead letters, when the actor has ended.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}

/// <summary>First in, first out, without limit.</summary>
public class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    private readonly ConcurrentQueue<Envelope> _queue = new();

    /// <inheritdoc />
    public bool HasMessages => !_queue.IsEmpty;

    /// <inheritdoc />
    public int Count => _queue.Count;

    /// <inheritdoc />
    public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(envelope);

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope);

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }
}

/// <summary>First in, first out, without limit; the actor itself may put messages back in front.</summary>
public class UnboundedDequeMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly ConcurrentQueue<Envelope> _queue = new();
    private readonly Stack<Envelope> _front = new();

    /// <inheritdoc />
    public bool HasMessages => Volatile.Read(ref _frontCount) > 0 || !_queue.IsEmpty;

    /// <inheritdoc />
    public int Count => Volatile.Read(ref _frontCount) + _queue.Count;

    private int _frontCount;

    /// <inheritdoc />
    public void Enqueue(IActorRef receiver, Envelope envelope) => _queue.Enqueue(envelope);

    /// <inheritdoc />
    public void EnqueueFirst(Envelope envelope)
    {
        lock (_front)
        {
            _front.Push(envelope);
            Volatile.Write(ref _frontCount, _front.Count);
        }
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        if (Volatile.Read(ref _frontCount) == 0)
            return _queue.TryDequeue(out envelope);
        lock (_front)
        {
            if (!_front.TryPop(out envelope))
                return _queue.TryDequeue(out envelope);
            Volatile.Write(ref _frontCount, _front.Count);
            return true;
        }
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }
}

/// <summary>The smallest priority number first; equal ones in no certain order unless stable.</summary>
public class UnboundedPriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
    : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly PriorityQueue<Envelope, (int Priority, long Order)> _queue = new(initialCapacity);
    private readonly Lock _lock = new();
    private long _order;
    private long _front = -1;

    /// <inheritdoc />
    public bool HasMessages => Count > 0;

    /// <inheritdoc />
    public int Count
    {
        get
        {
            lock (_lock)
                return _queue.Count;
        }
    }

    /// <inheritdoc />
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        lock (_lock)
            _queue.Enqueue(envelope, (priorityGenerator(envelope.Message), _order++));
    }

    /// <inheritdoc />
    public void EnqueueFirst(Envelope envelope)
    {
        lock (_lock)
            _queue.Enqueue(envelope, (int.MinValue, _front--));
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        lock (_lock)
            return _queue.TryDequeue(out envelope, out _);
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }
}

/// <summary>The smallest priority number first; equal ones in the order of their arrival.</summary>
public class UnboundedStablePriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
    : UnboundedPriorityMessageQueue(priorityGenerator, initialCapacity);

/// <summary>Puts every message to the dead letters.</summary>
internal sealed class DeadLetterMessageQueue(IActorRef deadLetters) : IMessageQueue
{
    /// <inheritdoc />
    public bool HasMessages => false;

    /// <inheritdoc />
    public int Count => 0;

    /// <inheritdoc />
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (envelope.Message is Event.DeadLetter)
            return;
        deadLetters.Tell(new Event.DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        envelope = default;
        return false;
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters) { }
}
