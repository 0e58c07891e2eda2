using Moe.Model.Routing;

namespace Moe.Actors.Coordinator;

/// <summary>The auxiliary loss on how evenly experts are used.</summary>
public sealed partial class RoutePlanner
{
    // Loads are those of all tasks, by the rows drawn so far, and not of the step's rows: those are grouped by route, so that they
    // look uneven under any router. The rows that were drawn stand for all in the mean probability.
    private void AddLoadBalance(Span<float> gradient_LBE, long step, int targetTokens)
    {
        if (settings.Optimization.LoadBalance == 0) return;
        var (stage, experts) = drawn!.Value;
        var loads_LE = LoadBalance.Loads(RoutesWithoutNoise(stage, step, experts), stage.Computation, Cursor.DrawnByTask);
        var layerSize = gradient_LBE.Length / experts.Layers;
        for (var layer = 0; layer < experts.Layers; layer++)
        {
            // A layer without routing has nothing to share out, whatever a router says of it.
            if (settings.Model.IsVanilla(layer)) continue;
            // Gradients of a step are sums over its label tokens until they are applied.
            LoadBalance.AddGradient(
                gradient_LBE.Slice(layer * layerSize, layerSize), loads_LE.AsSpan(layer * experts.Experts, experts.Experts),
                experts.On(layer).Length, settings.Optimization.LoadBalance * targetTokens);
        }
    }
}
