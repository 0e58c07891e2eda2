using Moe.Model.Optimization;

namespace Moe.Model.Routing;

/// <summary>
/// Fits a router network to given groups, of which each has one expert at every layer, by cross-entropy over the whole
/// task table: a start from which routes go on to be learned.
/// </summary>
public static class RouterFit
{
    private const int StepsMax = 200;
    private const double Rate = 0.01;
    private const double EnoughLoss = 0.1;

    private static readonly Selection Soft = new(SelectionSettings.Default with { Mode = SelectionMode.Softmax });

    /// <summary>Trains the network until the mean cross-entropy is small; afterwards its moments are as new. Returns the last
    /// loss.</summary>
    public static double Run(TaskRouter router, int[] groups, ExpertMask experts, ulong seed, long step)
    {
        var tasks = Enumerable.Range(0, groups.Length).ToArray();
        var on = Enumerable.Range(0, experts.Layers).Select(experts.On).ToArray();
        var loss = double.PositiveInfinity;
        for (var i = 0; i < StepsMax && loss > EnoughLoss; i++)
        {
            using var pass = router.Forward(tasks, Soft, 1, new RoutingMoment(seed, step, i));
            var routes = pass.Routes;
            var gradient_LBE = new float[routes.Weights_LBE.Length];
            var places = routes.Layers * tasks.Length;
            loss = 0;
            for (var layer = 0; layer < routes.Layers; layer++)
            {
                for (var task = 0; task < tasks.Length; task++)
                {
                    var pick = on[layer][groups[task] % on[layer].Length];
                    var weight = Math.Max(routes.Weights(layer, task)[pick], 1e-6f);
                    loss -= Math.Log(weight) / places;
                    gradient_LBE[(layer * tasks.Length + task) * routes.Experts + pick] = -1 / weight / places;
                }
            }
            router.Parameters.Gradients.zero_();
            router.Tasks.Parameters.Gradients.zero_();
            pass.Backward(gradient_LBE);
            AdamW.Apply(router.Parameters, new AdamWSettings(WeightDecay: 0), Rate, 1);
        }
        router.Parameters.ResetMoments();
        return loss;
    }
}
