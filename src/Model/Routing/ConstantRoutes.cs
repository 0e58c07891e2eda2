using Moe.Model.Randomness;

namespace Moe.Model.Routing;

/// <summary>Routes that no router makes: the paper's baselines (paper notes 3.7). They have no gradient.</summary>
public static class ConstantRoutes
{
    /// <summary>Every expert with weight 1/E: average routing.</summary>
    public static RouteBatch Average(int layers, int experts, int[] taskIds)
    {
        var weights_LBE = new float[layers * taskIds.Length * experts];
        Array.Fill(weights_LBE, 1f / experts);
        return new RouteBatch(layers, experts, taskIds, weights_LBE);
    }

    /// <summary>One expert drawn anew for each layer, row and micro-batch: instance-random routing.</summary>
    public static RouteBatch InstanceRandom(int layers, int experts, int[] taskIds, RoutingMoment moment)
    {
        var stream = moment.Stream("instance-random");
        var weights_LBE = new float[layers * taskIds.Length * experts];
        for (var i = 0; i < layers * taskIds.Length; i++)
            weights_LBE[i * experts + stream.Below(experts, (ulong)i)] = 1;
        return new RouteBatch(layers, experts, taskIds, weights_LBE);
    }

    /// <summary>
    /// The path with which an instance-random model is evaluated: one expert a layer, drawn once for a run, for all
    /// tasks.
    /// </summary>
    public static Route RandomPath(int layers, int experts, ulong seed)
    {
        var stream = RandomStream.For(seed, 0, 0, "router", "random-path");
        var picks = new int[layers];
        for (var layer = 0; layer < layers; layer++) picks[layer] = stream.Below(experts, (ulong)layer);
        return Route.OfExperts(picks, experts);
    }
}
