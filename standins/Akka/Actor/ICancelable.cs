namespace Akka.Actor;

/// <summary>Takes something scheduled back.</summary>
public interface ICancelable
{
    /// <summary>Whether it was taken back.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>The same as a token.</summary>
    CancellationToken Token { get; }

    /// <summary>Takes it back.</summary>
    void Cancel();

    /// <summary>Takes it back after a time.</summary>
    void CancelAfter(TimeSpan delay);

    /// <summary>Takes it back after a time.</summary>
    void CancelAfter(int millisecondsDelay);

    /// <summary>Takes it back; whether the first exception of a callback is thrown at once.</summary>
    void Cancel(bool throwOnFirstException);
}

/// <summary>Takes something scheduled back.</summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private readonly CancellationTokenSource _source;
    private int _cancelled;

    /// <summary>Creates one that is not cancelled.</summary>
    public Cancelable(IScheduler scheduler) : this(scheduler.Advanced) { }

    /// <summary>Creates one that is not cancelled.</summary>
    public Cancelable(IActionScheduler scheduler) : this(scheduler, new CancellationTokenSource()) { }

    /// <summary>Creates one that cancels itself after a time.</summary>
    public Cancelable(IScheduler scheduler, TimeSpan delay) : this(scheduler.Advanced, delay) { }

    /// <summary>Creates one that cancels itself after a time.</summary>
    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler.Advanced, TimeSpan.FromMilliseconds(millisecondsDelay)) { }

    /// <summary>Creates one that cancels itself after a time.</summary>
    public Cancelable(IActionScheduler scheduler, TimeSpan delay) : this(scheduler) => CancelAfter(delay);

    private Cancelable(IActionScheduler scheduler, CancellationTokenSource source)
    {
        _scheduler = scheduler;
        _source = source;
    }

    /// <inheritdoc />
    public bool IsCancellationRequested => Volatile.Read(ref _cancelled) != 0 || _source.IsCancellationRequested;

    /// <inheritdoc />
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was disposed of.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>One that is already cancelled.</summary>
    public static ICancelable CreateCanceled()
    {
        var cancelled = new Cancelable(null, new CancellationTokenSource());
        cancelled.Cancel();
        return cancelled;
    }

    /// <summary>One that is cancelled when any of the others is.</summary>
    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler.Advanced, [.. cancelables.Select(c => c.Token)]);

    /// <summary>One that is cancelled when any of the others is.</summary>
    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler, [.. cancelables.Select(c => c.Token)]);

    /// <summary>One that is cancelled when any of the tokens is.</summary>
    public static ICancelable CreateLinkedCancelable(
        IScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        CreateLinkedCancelable(scheduler.Advanced, cancellationTokens);

    /// <summary>One that is cancelled when any of the tokens is.</summary>
    public static ICancelable CreateLinkedCancelable(
        IActionScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        new Cancelable(scheduler, CancellationTokenSource.CreateLinkedTokenSource(cancellationTokens));

    /// <inheritdoc />
    public void Cancel() => Cancel(false);

    /// <inheritdoc />
    public void Cancel(bool throwOnFirstException)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (Interlocked.Exchange(ref _cancelled, 1) == 0)
            _source.Cancel(throwOnFirstException);
    }

    /// <inheritdoc />
    public void CancelAfter(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        if (!IsCancellationRequested)
            _scheduler.ScheduleOnce(delay, Cancel, this);
    }

    /// <inheritdoc />
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of the token.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        _source.Dispose();
    }
}

/// <summary>Calls on something that may be null.</summary>
public static class CancelableExtensions
{
    /// <summary>Takes it back, if there is one.</summary>
    public static void CancelIfNotNull(this ICancelable cancelable) => cancelable?.Cancel();
}
