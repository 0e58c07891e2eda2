using System.Diagnostics;

namespace Akka.Actor;

public partial class ActorCell
{
    private TimeSpan? _receiveTimeout;
    private ICancelable _receiveTimer;
    private long _idleSince;

    /// <inheritdoc />
    public TimeSpan? ReceiveTimeout => _receiveTimeout;

    /// <inheritdoc />
    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is not null && timeout != _receiveTimeout)
            StopReceiveTimer();
        _receiveTimeout = timeout;
    }

    /// <summary>Counts from now, after an asynchronous handler.</summary>
    internal void RestartReceiveTimeout(object handled)
    {
        if (!Mailbox.IsSuspended)
            CheckReceiveTimeout(handled is not INotInfluenceReceiveTimeout);
    }

    // One timer outlives many messages: each only moves the time since when the actor is idle, and the timer, when
    // due too early, is set again for the rest.
    private void CheckReceiveTimeout(bool reschedule)
    {
        if (_receiveTimeout is not { } timeout)
        {
            StopReceiveTimer();
            return;
        }

        if (!reschedule && _receiveTimer is not null)
            return;
        Volatile.Write(ref _idleSince, Stopwatch.GetTimestamp());
        if (_receiveTimer is null)
            SetReceiveTimer(timeout);
    }

    private void StopReceiveTimeout() => Volatile.Write(ref _idleSince, 0);

    private void StopReceiveTimer()
    {
        _receiveTimer?.Cancel();
        _receiveTimer = null;
    }

    private void SetReceiveTimer(TimeSpan timeout)
    {
        var timer = new Cancelable(_system.Scheduler);
        _receiveTimer = timer;
        _system.Scheduler.Advanced.ScheduleOnce(timeout, () => ReceiveTimerDue(timer, timeout), timer);
    }

    private void ReceiveTimerDue(Cancelable timer, TimeSpan timeout)
    {
        if (timer.IsCancellationRequested || IsTerminated)
            return;
        var since = Volatile.Read(ref _idleSince);
        var left = since == 0 ? timeout : timeout - Stopwatch.GetElapsedTime(since);
        if (left > TimeSpan.Zero)
        {
            _system.Scheduler.Advanced.ScheduleOnce(left, () => ReceiveTimerDue(timer, timeout), timer);
            return;
        }

        Interlocked.CompareExchange(ref _idleSince, Stopwatch.GetTimestamp(), since);
        SendMessage(global::Akka.Actor.ReceiveTimeout.Instance, _self);
        _system.Scheduler.Advanced.ScheduleOnce(timeout, () => ReceiveTimerDue(timer, timeout), timer);
    }
}
