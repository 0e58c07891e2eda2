using System.Diagnostics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The default scheduler: one thread that sleeps until the next entry is due. (The name is the original's, because
/// configuration uses it; entries are kept in a heap here.)
/// </summary>
public sealed class HashedWheelTimerScheduler : SchedulerBase, IDisposable
{
    private readonly PriorityQueue<Entry, long> _entries = new();
    private readonly object _lock = new();
    private readonly Thread _thread;
    private readonly TimeSpan _shutdownTimeout;
    private int _sweepAt = 1024;
    private long _sleepingUntil = long.MaxValue;
    private bool _stopped;

    /// <summary>Starts the thread.</summary>
    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log) : base(scheduler, log)
    {
        _shutdownTimeout = scheduler.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));
        _thread = new Thread(Run) { IsBackground = true, Name = "akka-scheduler" };
        _thread.Start();
    }

    /// <inheritdoc />
    public override TimeSpan MonotonicClock => HighResMonotonicClock;

    /// <inheritdoc />
    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    /// <inheritdoc />
    protected override DateTimeOffset TimeNow => TimeProvider.System.GetLocalNow();

    /// <summary>Stops; what is not due yet never happens.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _stopped = true;
            _entries.Clear();
            Monitor.Pulse(_lock);
        }

        if (Thread.CurrentThread != _thread)
            _thread.Join(_shutdownTimeout);
    }

    /// <inheritdoc />
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Add(delay, TimeSpan.Zero, new Telling(receiver, message, sender), cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender,
        ICancelable cancelable) =>
        Add(initialDelay, interval, new Telling(receiver, message, sender), cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(delay, TimeSpan.Zero, new ActionRunnable(action), cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(delay, TimeSpan.Zero, action, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, interval, new ActionRunnable(action), cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(initialDelay, interval, action, cancelable);

    private void Add(TimeSpan delay, TimeSpan interval, IRunnable work, ICancelable cancelable)
    {
        var due = Stopwatch.GetTimestamp() + Ticks(delay);
        lock (_lock)
        {
            if (_stopped)
                throw new SchedulerException("cannot enqueue after timer shutdown");
            if (_entries.Count >= _sweepAt)
                Sweep();
            _entries.Enqueue(new Entry(work, Ticks(interval), cancelable), due);
            if (due < _sleepingUntil)
                Monitor.Pulse(_lock);
        }
    }

    // Cancelled entries would otherwise stay until they are due.
    private void Sweep()
    {
        var live = _entries.UnorderedItems.Where(item => item.Element.IsLive).ToArray();
        _entries.Clear();
        foreach (var (entry, due) in live)
            _entries.Enqueue(entry, due);
        _sweepAt = Math.Max(1024, live.Length * 2);
    }

    private void Run()
    {
        while (NextDue() is { } entry)
        {
            if (!entry.IsLive)
                continue;
            try
            {
                entry.Work.Run();
            }
            catch (Exception failure)
            {
                Log.Error(failure, "Error while executing scheduled task {0}", entry.Work);
            }
        }
    }

    private Entry NextDue()
    {
        lock (_lock)
        {
            while (!_stopped)
            {
                if (!_entries.TryPeek(out var entry, out var due))
                {
                    Sleep(long.MaxValue, Timeout.InfiniteTimeSpan);
                    continue;
                }

                var now = Stopwatch.GetTimestamp();
                if (due > now)
                {
                    Sleep(due, Stopwatch.GetElapsedTime(now, due));
                    continue;
                }

                _entries.Dequeue();
                if (entry.Interval > 0 && entry.IsLive)
                    _entries.Enqueue(entry, Math.Max(due + entry.Interval, now));
                return entry;
            }

            return null;
        }
    }

    private void Sleep(long until, TimeSpan span)
    {
        _sleepingUntil = until;
        if (span == Timeout.InfiniteTimeSpan)
            Monitor.Wait(_lock);
        else
            Monitor.Wait(_lock, (int)Math.Min(int.MaxValue, Math.Ceiling(span.TotalMilliseconds)));
        _sleepingUntil = long.MinValue;
    }

    private static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    private sealed record Entry(IRunnable Work, long Interval, ICancelable Cancelable)
    {
        public bool IsLive => Cancelable is not { IsCancellationRequested: true };
    }

    private sealed class Telling(ICanTell receiver, object message, IActorRef sender) : IRunnable
    {
        public void Run() => receiver.Tell(message, sender);

        public void Execute() => Run();

        public override string ToString() => $"[{receiver}.Tell({message}, {sender})]";
    }
}
