using Akka.Actor;

namespace AkkaSpecs.Support;

/// <summary>Waiting for what is about to be.</summary>
public static class SelectionExtensions
{
    /// <summary>The actor of the selection, asked for again until it is there.</summary>
    public static async Task<IActorRef> Eventually(this ActorSelection selection, TimeSpan limit)
    {
        using var source = new CancellationTokenSource(limit);
        while (true)
        {
            source.Token.ThrowIfCancellationRequested();
            var identity = await selection.Ask<ActorIdentity>(new Identify(null), limit, source.Token);
            if (identity.Subject is { } found)
                return found;
            await Task.Yield();
        }
    }

    /// <summary>Returns when the condition holds.</summary>
    public static async Task Eventually(this IActorRef actor, Func<Task<bool>> condition)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!await condition())
        {
            source.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
