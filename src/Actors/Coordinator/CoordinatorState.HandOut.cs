using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>Which router takes which micro-batch.</summary>
public sealed partial class CoordinatorState
{
    // A layer is visited on the way up and on the way down; the vocabulary embeds sources and inputs, scores, and takes both gradients.
    private const int LayerVisits = 2;
    private const int VocabularyVisits = 5;

    private readonly WaitingMicroBatches waiting = new();

    private void Enqueue(MicroBatchPlan plan) => waiting.Add(plan, NodesOf(plan));

    private IReadOnlyList<CoordinatorEffect> HandOut(IReadOnlyList<CoordinatorEffect> before)
    {
        if (Phase != RunPhase.Running || waiting.Count == 0) return before;
        var effects = new List<CoordinatorEffect>(before);
        foreach (var (plan, router) in waiting.HandOut(new FreeRouters(OpenRouters())))
        {
            running.Add(plan.Key.Index, (plan, router));
            routers[router] = routers[router] with { LastAssigned = ++assigned };
            effects.Add(new CoordinatorEffect.Assign(router, plan));
        }
        return effects;
    }

    // Nodes that leave get nothing more while there are others; a node that is not known, or was refused, gets nothing.
    private IEnumerable<(object Router, string Node, int Slots, long Last)> OpenRouters()
    {
        var load = running.Values.CountBy(run => run.Router).ToDictionary();
        var known = routers.Where(router => nodes.ContainsKey(router.Value.Node)).ToArray();
        var someStay = known.Any(router => !IsLeaving(router.Value.Node));
        return known.Where(router => !someStay || !IsLeaving(router.Value.Node)).Select(router => (
            router.Key, router.Value.Node, Slots: Math.Max(0, router.Value.Slots - load.GetValueOrDefault(router.Key)),
            Last: router.Value.LastAssigned));
    }

    private IReadOnlyList<string> NodesOf(MicroBatchPlan plan) =>
    [
        .. plan.After.Keys.GroupBy(replica => located[ServerOf(replica)].Node, Visits, StringComparer.Ordinal)
            .OrderByDescending(node => node.Sum()).ThenBy(node => node.Key, StringComparer.Ordinal).Select(node => node.Key),
    ];

    private static int Visits(ExpertId expert) => expert.Kind == ExpertKind.Vocabulary ? VocabularyVisits : LayerVisits;
}
