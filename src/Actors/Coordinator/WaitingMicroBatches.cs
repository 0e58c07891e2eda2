using Moe.Actors.Messages;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Micro-batches of a step that no router has yet. Experts compute where they are, whoever takes a micro-batch from one to the next:
/// a router beside them saves its tensors the way between processes. So a micro-batch all of whose experts are on one node waits for
/// that node's router; any other goes to a free router where it has most visits, else to any that is free.
/// </summary>
internal sealed class WaitingMicroBatches
{
    private readonly Queue<(MicroBatchPlan Plan, IReadOnlyList<string> Nodes)> anywhere = new();
    private readonly SortedDictionary<string, Queue<MicroBatchPlan>> atHome = new(StringComparer.Ordinal);

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>One more waits.</summary>
    /// <param name="plan">What to compute.</param>
    /// <param name="nodes">The nodes of its experts, that of most visits first.</param>
    public void Add(MicroBatchPlan plan, IReadOnlyList<string> nodes)
    {
        Count++;
        if (nodes.Count > 1)
        {
            anywhere.Enqueue((plan, nodes));
            return;
        }
        if (!atHome.TryGetValue(nodes[0], out var home)) atHome.Add(nodes[0], home = new Queue<MicroBatchPlan>());
        home.Enqueue(plan);
    }

    /// <summary>Nothing waits any more.</summary>
    public void Clear()
    {
        anywhere.Clear();
        atHome.Clear();
        Count = 0;
    }

    /// <summary>Gives away what free routers take.</summary>
    public IEnumerable<(MicroBatchPlan Plan, object Router)> HandOut(FreeRouters free)
    {
        foreach (var (node, home) in atHome)
        {
            while (home.Count > 0 && (free.IsAt(node) ? free.TakeAt(node) : free.Take()) is { } router)
            {
                Count--;
                yield return (home.Dequeue(), router);
            }
        }
        while (anywhere.TryPeek(out var first))
        {
            var router = first.Nodes.Select(free.TakeAt).FirstOrDefault(taken => taken is not null) ?? free.Take();
            if (router is null) yield break;
            Count--;
            yield return (anywhere.Dequeue().Plan, router);
        }
    }
}
