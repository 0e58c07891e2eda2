using System.Numerics.Tensors;
using Moe.Actors.Operations;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Actors.Growth;

/// <summary>
/// What measured use says about the experts of each layer. Of each layer one change at a look, in this order: the least used is
/// pruned, the two most alike are merged, the most used is cloned. Alike are experts that serve the same tasks: the cosine of
/// their shares over the tasks. Everything it reads is part of the run's own state, so a recovery decides the same again.
/// </summary>
public static class GrowthPolicy
{
    /// <summary>Who a change of the policy is by.</summary>
    public const string Name = "policy";

    /// <summary>The changes that one look asks for, layer by layer.</summary>
    /// <param name="shape">The run's model.</param>
    /// <param name="settings">What the policy is to do.</param>
    /// <param name="roster">Which experts are on.</param>
    /// <param name="use">Rows since the last look.</param>
    /// <param name="shares">How much every expert serves every task, a row a task.</param>
    public static IReadOnlyList<ExpertChange> Look(
        ModelShape shape, GrowthSettings settings, ExpertRoster roster, ExpertUse use, RouteBatch shares) =>
        [.. Enumerable.Range(0, shape.Layers).Where(layer => !shape.IsVanilla(layer) && use.RowsOf(layer) > 0)
            .Select(layer => new Layer(shape, layer, roster, use, shares))
            .Select(layer => layer.Prune(settings.PruneBelow) ?? layer.Merge(settings.MergeAbove) ?? layer.Clone(settings.CloneAbove))
            .OfType<ExpertChange>()];

    private sealed class Layer(ModelShape shape, int row, ExpertRoster roster, ExpertUse use, RouteBatch shares)
    {
        private readonly int[] on = roster.Mask.On(row);

        public ExpertChange? Prune(double below)
        {
            var least = on.MinBy(EqualShares);
            return on.Length > 1 && EqualShares(least) < below
                ? Change(OperationKind.Prune, least, null, $"it has {EqualShares(least):0.###} equal shares of its layer's rows")
                : null;
        }

        public ExpertChange? Merge(double above)
        {
            if (above <= 0) return null;
            var pairs = on.SelectMany(one =>
                on.Where(other => other > one).Select(other => (One: one, Other: other, Cosine: Alike(one, other))));
            var most = pairs.OrderByDescending(pair => pair.Cosine).FirstOrDefault();
            if (!(most.Cosine > above)) return null;
            var (stays, ends) = EqualShares(most.One) >= EqualShares(most.Other) ? (most.One, most.Other) : (most.Other, most.One);
            return Change(OperationKind.Merge, stays, ends, $"their routes have a cosine of {most.Cosine:0.####}");
        }

        public ExpertChange? Clone(double above)
        {
            var most = on.MaxBy(EqualShares);
            return above > 0 && EqualShares(most) > above && roster.FreeSlot(shape.At(row, most)) is { } slot
                ? Change(OperationKind.Clone, most, slot.Number, $"it has {EqualShares(most):0.###} equal shares of its layer's rows")
                : null;
        }

        private double EqualShares(int expert) => use.RowsOf(row, expert) / use.RowsOf(row) * on.Length;

        private double Alike(int one, int other) => TensorPrimitives.CosineSimilarity<double>(Column(one), Column(other));

        private double[] Column(int expert) =>
            [.. Enumerable.Range(0, shares.Rows).Select(task => (double)shares.Weights(row, task)[expert])];

        private ExpertChange Change(OperationKind kind, int expert, int? other, string why) => new(
            kind, shape.At(row, expert), other is { } number ? shape.At(row, number) : null, Name, why);
    }
}
