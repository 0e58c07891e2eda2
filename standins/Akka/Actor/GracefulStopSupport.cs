using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Ends an actor and waits for its end.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends a poison pill and waits; true when the actor has ended in time.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        GracefulStop(target, timeout, PoisonPill.Instance);

    /// <summary>Sends <paramref name="stopMessage"/> and waits; true when the actor has ended in time.</summary>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var subject = (IInternalActorRef)target;
        var ended = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = subject.Provider.CreateFutureRef(ended);
        using var limit = new CancellationTokenSource(timeout);
        watcher.Arm(TimeSpan.Zero, limit.Token);
        subject.SendSystemMessage(new Watch(subject, watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            return await ended.Task.ConfigureAwait(false) is Terminated terminated
                && terminated.ActorRef.Path.Equals(target.Path);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            subject.SendSystemMessage(new Unwatch(subject, watcher));
        }
    }
}

/// <summary>Waits for the end of an actor.</summary>
public static class WatchAsyncSupport
{
    /// <summary>True when the actor has ended; false when <paramref name="token"/> was cancelled before.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var subject = (IInternalActorRef)target;
        var ended = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = subject.Provider.CreateFutureRef(ended);
        watcher.Arm(TimeSpan.Zero, token);
        subject.SendSystemMessage(new Watch(subject, watcher));
        try
        {
            return await ended.Task.ConfigureAwait(false) is Terminated;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            subject.SendSystemMessage(new Unwatch(subject, watcher));
        }
    }
}
