namespace Akka.Actor;

/// <summary>An actor that is given timers. They end with the incarnation that set them.</summary>
public interface IWithTimers
{
    /// <summary>The timers.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>Messages that an actor sends to itself later, by key. A new timer takes the place of one with the same
/// key, whose message, even if it is in the mailbox already, is then not delivered.</summary>
public interface ITimerScheduler
{
    /// <summary>The keys of the timers that run.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }

    /// <summary>Sends a message again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Sends a message again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    /// <summary>Sends a message again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Sends a message again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    /// <summary>Sends a message once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Sends a message once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    /// <summary>Whether a timer runs.</summary>
    bool IsTimerActive(object key);

    /// <summary>Ends a timer.</summary>
    void Cancel(object key);

    /// <summary>Ends all.</summary>
    void CancelAll();
}

/// <summary>The message of a timer on its way to the actor.</summary>
internal class TimerMessage(object key, object message, TimerScheduler owner, bool repeats)
    : IWrappedMessage, INoSerializationVerificationNeeded
{
    public object Key { get; } = key;

    public object Message { get; } = message;

    public bool Repeats { get; } = repeats;

    /// <summary>The message, or null when the timer has ended meanwhile or belongs to an earlier incarnation.</summary>
    public object Due(ActorBase actor) =>
        actor is IWithTimers timed && ReferenceEquals(timed.Timers, owner) ? owner.Take(this) : null;

    public override string ToString() => $"TimerMsg(key={Key}, message={Message})";
}

/// <summary>The same for a message that does not count as activity.</summary>
internal sealed class QuietTimerMessage(object key, object message, TimerScheduler owner, bool repeats)
    : TimerMessage(key, message, owner, repeats), INotInfluenceReceiveTimeout;

/// <summary>The timers of one incarnation.</summary>
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, (TimerMessage Message, ICancelable Task)> _timers = [];

    public IReadOnlyCollection<object> ActiveTimers => _timers.Keys;

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        Start(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, null);

    public void StartPeriodicTimer(
        object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) =>
        Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers.ContainsKey(key);

    public void Cancel(object key)
    {
        if (_timers.Remove(key, out var timer))
            timer.Task.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _timers.Values)
            timer.Task.Cancel();
        _timers.Clear();
    }

    /// <summary>What to deliver for a message of a timer, or null.</summary>
    public object Take(TimerMessage due)
    {
        if (!_timers.TryGetValue(due.Key, out var timer) || !ReferenceEquals(timer.Message, due))
            return null;
        if (!due.Repeats)
            _timers.Remove(due.Key);
        return due.Message;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef sender)
    {
        Cancel(key);
        var repeats = interval is not null;
        var due = message is INotInfluenceReceiveTimeout
            ? new QuietTimerMessage(key, message, this, repeats)
            : new TimerMessage(key, message, this, repeats);
        var scheduler = cell.System.Scheduler;
        var task = interval is { } period
            ? scheduler.ScheduleTellRepeatedlyCancelable(delay, period, cell.Self, due, sender)
            : scheduler.ScheduleTellOnceCancelable(delay, cell.Self, due, sender);
        _timers[key] = (due, task);
    }
}
