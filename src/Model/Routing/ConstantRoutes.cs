using Moe.Model.Randomness;

namespace Moe.Model.Routing;

/// <summary>Routes that no router makes: the paper's baselines (paper notes 3.7). They have no gradient.</summary>
public static class ConstantRoutes
{
    /// <summary>Every expert that is on with the same weight: average routing.</summary>
    public static RouteBatch Average(ExpertMask experts, int[] taskIds)
    {
        var weights_LBE = new float[experts.Layers * taskIds.Length * experts.Experts];
        for (var layer = 0; layer < experts.Layers; layer++)
        {
            var on = experts.On(layer);
            for (var row = 0; row < taskIds.Length; row++)
            {
                foreach (var expert in on) weights_LBE[(layer * taskIds.Length + row) * experts.Experts + expert] = 1f / on.Length;
            }
        }
        return new RouteBatch(experts.Layers, experts.Experts, taskIds, weights_LBE);
    }

    /// <summary>The first expert of every layer that is on, for all rows.</summary>
    public static RouteBatch First(ExpertMask experts, int[] taskIds) => RouteBatch.Repeat(
        Route.OfExperts([.. Enumerable.Range(0, experts.Layers).Select(layer => experts.On(layer)[0])], experts.Experts), taskIds);

    /// <summary>One expert of those that are on, drawn anew for each layer, row and micro-batch: instance-random routing.</summary>
    public static RouteBatch InstanceRandom(ExpertMask experts, int[] taskIds, RoutingMoment moment)
    {
        var stream = moment.Stream("instance-random");
        var weights_LBE = new float[experts.Layers * taskIds.Length * experts.Experts];
        for (var layer = 0; layer < experts.Layers; layer++)
        {
            var on = experts.On(layer);
            for (var i = layer * taskIds.Length; i < (layer + 1) * taskIds.Length; i++)
                weights_LBE[i * experts.Experts + on[stream.Below(on.Length, (ulong)i)]] = 1;
        }
        return new RouteBatch(experts.Layers, experts.Experts, taskIds, weights_LBE);
    }

    /// <summary>
    /// The path with which an instance-random model is evaluated: one expert a layer, drawn once for a run, for all
    /// tasks.
    /// </summary>
    public static Route RandomPath(ExpertMask experts, ulong seed)
    {
        var stream = RandomStream.For(seed, 0, 0, "router", "random-path");
        var picks = new int[experts.Layers];
        for (var layer = 0; layer < picks.Length; layer++)
        {
            var on = experts.On(layer);
            picks[layer] = on[stream.Below(on.Length, (ulong)layer)];
        }
        return Route.OfExperts(picks, experts.Experts);
    }
}
