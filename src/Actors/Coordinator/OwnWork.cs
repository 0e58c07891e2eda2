using Moe.Actors.Lanes;

namespace Moe.Actors.Coordinator;

/// <summary>
/// What the coordinator itself computes, on a lane, one piece at a time in the order asked for: its router network and place in
/// the data are used by one thread at a time. What waits when an epoch ends is dropped.
/// </summary>
internal sealed class OwnWork(ComputeLanes lanes, Action<object> tell)
{
    private readonly Queue<(Func<object> Work, Func<Exception, object> Failed)> waiting = new();
    private bool running;

    /// <summary>One piece has ended, with what the coordinator is to be told.</summary>
    public sealed record Ended(object Input);

    /// <summary>Queues a piece.</summary>
    public void Do(Func<object> work, Func<Exception, object> failed)
    {
        waiting.Enqueue((work, failed));
        Next();
    }

    /// <summary>A piece has ended: the next begins.</summary>
    public void OnEnded()
    {
        running = false;
        Next();
    }

    /// <summary>Drops what waits.</summary>
    public void Clear() => waiting.Clear();

    private void Next()
    {
        if (running || !waiting.TryDequeue(out var next)) return;
        running = true;
        lanes.Post(LaneUrgency.Backward, 0, 0, next.Work,
            result => tell(new Ended(result)), failure => tell(new Ended(next.Failed(failure))));
    }
}
