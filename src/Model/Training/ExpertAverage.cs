using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using static TorchSharp.torch;

namespace Moe.Model.Training;

/// <summary>
/// A plain model whose layers are the means of their experts' weights (a model soup; Wortsman et al. 2022). It means something where
/// experts began as copies of one layer: between independent ones lies no working layer.
/// </summary>
public static class ExpertAverage
{
    /// <summary>Averages the experts that are on. The source is not changed; the caller owns the new model.</summary>
    public static RoutedModel Of(RoutedModel source, ExpertMask experts)
    {
        var shape = source.Shape with { Experts = 1 };
        IEnumerable<ExpertId> Originals(ExpertId id)
        {
            if (id.Kind == ExpertKind.Vocabulary) return [id];
            var row = shape.RowOf(id);
            return shape.IsVanilla(row) ? [id] : experts.On(row).Select(number => id with { Number = number });
        }
        using var _ = no_grad();
        return new RoutedModel(shape, shape.AllExperts().ToDictionary(
            id => id, id => new FlatParameters(ExpertFactory.LayoutOf(shape, id), Mean(source, [.. Originals(id)]))));
    }

    private static Tensor Mean(RoutedModel source, ExpertId[] experts)
    {
        var mean = source.Parameters[experts[0]].Weights.clone();
        if (experts.Length == 1) return mean;
        foreach (var expert in experts.Skip(1)) mean.add_(source.Parameters[expert].Weights);
        return mean.mul_(1f / experts.Length);
    }
}
