using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Questions: a message whose answer is awaited.</summary>
public static class Futures
{
    /// <summary>Asks, and gives whatever is answered.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    /// <summary>Asks, and gives whatever is answered.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    /// <summary>Asks, and gives whatever is answered.</summary>
    public static Task<object> Ask(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    /// <summary>Asks for an answer of a type.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, timeout, cancellationToken);

    /// <summary>
    /// Asks for an answer of a type with a message that is made for the one who waits. Fails with
    /// <see cref="AskTimeoutException"/> when no answer comes in time, with the answer's exception when it is
    /// <see cref="Status.Failure"/>, and with <see cref="ArgumentException"/> when it has another type.
    /// </summary>
    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var provider = ProviderOf(self)
            ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = provider.CreateFutureRef(answer);
        var limit = timeout ?? provider.Settings.AskTimeout;
        asking.Arm(limit, cancellationToken);
        asking.DeliverAsk(messageFactory(asking), self);
        return answer.Task;
    }

    private static IActorRefProvider ProviderOf(ICanTell target) => target switch
    {
        ActorSelection selection => ProviderOf(selection.Anchor),
        IInternalActorRef actor => actor.Provider,
        _ => ActorCell.Current?.SystemImpl.Provider,
    };
}

/// <summary>The reference of a question; what it is told is the answer.</summary>
public class FutureActorRef<T> : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _answer;
    private ActorPath _path;
    private CancellationTokenSource _timeout;
    private CancellationTokenRegistration _timeoutRegistration;
    private CancellationTokenRegistration _cancellation;

    internal FutureActorRef(TaskCompletionSource<T> answer, IActorRefProvider provider)
    {
        _answer = answer;
        Provider = provider;
    }

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; }

    /// <inheritdoc />
    public override IInternalActorRef Parent => Provider.TempContainer;

    /// <summary>The path. Only when somebody looks at it the question is made findable by it.</summary>
    public override ActorPath Path
    {
        get
        {
            if (Volatile.Read(ref _path) is { } known)
                return known;
            lock (_answer)
            {
                if (_path is null)
                {
                    var path = Provider.TempPath();
                    Provider.RegisterTempActor(this, path);
                    Volatile.Write(ref _path, path);
                    if (_answer.Task.IsCompleted)
                        Provider.UnregisterTempActor(path);
                }

                return _path;
            }
        }
    }

    /// <summary>Sends the question.</summary>
    public virtual void DeliverAsk(object message, ICanTell destination) => destination.Tell(message, this);

    /// <summary>Sets the limits of waiting.</summary>
    internal void Arm(TimeSpan limit, CancellationToken cancellation)
    {
        if (limit > TimeSpan.Zero)
        {
            _timeout = new CancellationTokenSource(limit);
            _timeoutRegistration = _timeout.Token.UnsafeRegister(
                static state =>
                {
                    var (asking, limit) = ((FutureActorRef<T>, TimeSpan))state;
                    asking.Settle(asking._answer.TrySetException(new AskTimeoutException(
                        FormattableString.Invariant($"Timeout after {limit.TotalSeconds:F2} seconds"))));
                },
                (this, limit));
        }

        if (cancellation.CanBeCanceled)
            _cancellation = cancellation.UnsafeRegister(
                static state =>
                {
                    var asking = (FutureActorRef<T>)state;
                    asking.Settle(asking._answer.TrySetCanceled());
                },
                this);
    }

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef sender)
    {
        var fits = true;
        var taken = false;
        switch (message)
        {
            case T value:
                taken = _answer.TrySetResult(value);
                break;
            case Status.Failure failure:
                taken = _answer.TrySetException(failure.Cause ?? Cancelled());
                break;
#pragma warning disable CS0618 // The older form of a failure is still understood.
            case Failure failure:
                taken = _answer.TrySetException(failure.Exception ?? Cancelled());
                break;
#pragma warning restore CS0618
            default:
                fits = false;
                taken = _answer.TrySetException(new ArgumentException(
                    $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]"));
                break;
        }

        Settle(taken);
        if ((!taken || !fits) && !_answer.Task.IsCanceled)
            Provider.DeadLetters.Tell(message, this);
    }

    private static TaskCanceledException Cancelled() => new("Task cancelled by actor via Failure message.");

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is DeathWatchNotification gone)
            Tell(new Terminated(gone.Actor, gone.ExistenceConfirmed, gone.AddressTerminated), this);
    }

    private void Settle(bool settled)
    {
        if (!settled)
            return;
        lock (_answer)
        {
            if (_path is not null)
                Provider.UnregisterTempActor(_path);
        }

        _timeoutRegistration.Unregister();
        _timeout?.Dispose();
        _cancellation.Unregister();
    }
}
