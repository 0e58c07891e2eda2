using System.Diagnostics;
using Akka.Actor;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// What waits for one actor, and the turn-taking: at most one thread runs the actor at a time, messages of the
/// library go first, and messages of users are held back while the actor is suspended.
/// </summary>
public class Mailbox : IRunnable
{
    // One number holds all: bit 0 is set when the actor has ended, bit 1 while a run is due or going on, and the
    // rest counts suspensions.
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int OneSuspension = 4;

    private static readonly SystemMessage End = new Suspend();

    private readonly IMessageQueue _queue;
    private ActorCell _cell;
    private SystemMessage _system;
    private int _state;

    /// <summary>Creates a mailbox on a queue.</summary>
    public Mailbox(IMessageQueue messageQueue) => _queue = messageQueue;

    /// <summary>Where messages of users wait.</summary>
    public IMessageQueue MessageQueue => _queue;

    /// <summary>Who runs the actor.</summary>
    public MessageDispatcher Dispatcher => _cell.Dispatcher;

    internal bool IsClosed => (Volatile.Read(ref _state) & Closed) != 0;

    internal bool IsSuspended => Volatile.Read(ref _state) >= OneSuspension;

    internal bool HasSystemMessages => Volatile.Read(ref _system) is { } head && !ReferenceEquals(head, End);

    /// <summary>Gives the mailbox its actor.</summary>
    public virtual void SetActor(ActorCell actorCell) => _cell = actorCell;

    internal void Suspend() => Add(OneSuspension);

    internal void Resume()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state < OneSuspension || TryMove(state, state - OneSuspension))
                return;
        }
    }

    internal void EnqueueSystem(IActorRef receiver, SystemMessage message)
    {
        while (true)
        {
            var head = Volatile.Read(ref _system);
            if (ReferenceEquals(head, End))
            {
                DeadLetterSystem(receiver, message);
                return;
            }

            message.Next = head;
            if (Interlocked.CompareExchange(ref _system, message, head) == head)
                return;
        }
    }

    /// <summary>Asks for a run; true when the caller has to start it.</summary>
    internal bool TrySchedule(bool hasSystem)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((state & (Closed | Scheduled)) != 0)
                return false;
            var due = hasSystem || HasSystemMessages || (state < OneSuspension && _queue.HasMessages);
            if (!due)
                return false;
            if (TryMove(state, state | Scheduled))
                return true;
        }
    }

    /// <summary>Closes the mailbox and moves what is left to the dead letters.</summary>
    internal void Close()
    {
        Add(Closed);
        var rest = Reversed(Interlocked.Exchange(ref _system, End));
        while (rest is not null)
        {
            var next = rest.Next;
            DeadLetterSystem(_cell.Self, rest);
            rest = next;
        }

        CleanUp();
    }

    /// <summary>Moves waiting messages of users to the dead letters.</summary>
    public virtual void CleanUp() => _queue.CleanUp(_cell.Self, _cell.Mailboxes.DeadLetterQueue);

    /// <inheritdoc />
    public void Execute() => Run();

    /// <inheritdoc />
    public void Run()
    {
        if (IsClosed)
            return;
        var outer = ActorCell.Current;
        ActorCell.Current = _cell;
        try
        {
            RunSystemMessages();
            RunUserMessages();
        }
        finally
        {
            ActorCell.Current = outer;
            RemoveScheduled();
            Dispatcher.Reschedule(this);
        }
    }

    private void RunUserMessages()
    {
        var left = Math.Max(1, Dispatcher.Throughput);
        var deadline = Dispatcher.ThroughputDeadlineTime is { } ticks and > 0
            ? Stopwatch.GetTimestamp() + ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond
            : long.MaxValue;
        while ((Volatile.Read(ref _state) & ~Scheduled) == 0 && _queue.TryDequeue(out var envelope))
        {
            _cell.Invoke(envelope);
            RunSystemMessages();
            if (--left <= 0 || (deadline != long.MaxValue && Stopwatch.GetTimestamp() >= deadline))
                return;
        }
    }

    private void RunSystemMessages()
    {
        while (Volatile.Read(ref _system) is { } head && !ReferenceEquals(head, End))
        {
            var next = Reversed(Interlocked.Exchange(ref _system, null));
            while (next is not null)
            {
                var message = next;
                next = message.Next;
                message.Next = null;
                if (IsClosed)
                    DeadLetterSystem(_cell.Self, message);
                else
                    _cell.SystemInvoke(message);
            }
        }
    }

    private void DeadLetterSystem(IActorRef receiver, SystemMessage message)
    {
        message.Next = null;
        _cell.SystemImpl.DeadLetterSystem(receiver, message);
    }

    private static SystemMessage Reversed(SystemMessage newest)
    {
        if (ReferenceEquals(newest, End))
            return null;
        SystemMessage oldest = null;
        while (newest is not null)
        {
            var before = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = before;
        }

        return oldest;
    }

    private void Add(int bits)
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if ((state & Closed) != 0 || TryMove(state, bits == Closed ? state | Closed : state + bits))
                return;
        }
    }

    private void RemoveScheduled()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (TryMove(state, state & ~Scheduled))
                return;
        }
    }

    private bool TryMove(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;
}
