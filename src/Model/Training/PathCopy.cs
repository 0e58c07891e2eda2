using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using static TorchSharp.torch;

namespace Moe.Model.Training;

/// <summary>
/// A copy of what one route leads through, to be trained further on its own. A route of one expert a layer becomes a plain
/// model of one expert a layer, which costs what a plain model costs; any other route needs all experts.
/// </summary>
public static class PathCopy
{
    /// <summary>
    /// Copies the weights, without the optimizer's moments, and gives the route that follows the same path through the copy. The
    /// caller owns the model.
    /// </summary>
    public static (RoutedModel Model, Route Route) Of(RoutedModel source, Route route, ComputationMode mode)
    {
        if (mode == ComputationMode.Dense && !IsOnePath(route)) return (Copied(source, source.Shape, id => id), route);
        var (shape, picks) = (source.Shape with { Experts = 1 }, route.Picks());
        ExpertId Original(ExpertId id)
        {
            if (id.Kind == ExpertKind.Vocabulary) return id;
            var row = shape.RowOf(id);
            return shape.IsVanilla(row) ? id : id with { Number = picks[row] };
        }
        return (Copied(source, shape, Original), Route.OfExperts(new int[shape.Layers], 1));
    }

    private static bool IsOnePath(Route route)
    {
        for (var layer = 0; layer < route.Layers; layer++)
        {
            if (route[layer, route.Pick(layer)] != 1) return false;
        }
        return true;
    }

    private static RoutedModel Copied(RoutedModel source, ModelShape shape, Func<ExpertId, ExpertId> original)
    {
        using var _ = no_grad();
        return new RoutedModel(shape, shape.AllExperts().ToDictionary(id => id,
            id => new FlatParameters(ExpertFactory.LayoutOf(shape, id), source.Parameters[original(id)].Weights.clone())));
    }
}
