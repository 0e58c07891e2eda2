using Moe.Model.Routing;

namespace Moe.Actors.Growth;

/// <summary>
/// How many rows each expert has served since it was last forgotten: rows it was picked for, or, mixed, the weights it had in
/// them. Added up in the order of micro-batches, so it has the same bits wherever they were computed.
/// </summary>
public sealed class ExpertUse
{
    private readonly int experts;
    private readonly double[] rows_LE;

    /// <summary>No use yet, or what <see cref="Rows_LE"/> gave.</summary>
    public ExpertUse(int layers, int experts, IReadOnlyList<double>? rows_LE = null)
    {
        this.experts = experts;
        this.rows_LE = rows_LE is null ? new double[layers * experts] : [.. rows_LE];
    }

    /// <summary>Rows by layer and expert.</summary>
    public IReadOnlyList<double> Rows_LE => rows_LE;

    /// <summary>Counts a micro-batch.</summary>
    public void Add(RouteBatch routes, ComputationMode mode)
    {
        for (var layer = 0; layer < routes.Layers; layer++)
        {
            for (var row = 0; row < routes.Rows; row++)
            {
                var start = layer * experts;
                if (mode == ComputationMode.Sparse) rows_LE[start + routes.Pick(layer, row)]++;
                else
                {
                    var weights = routes.Weights(layer, row);
                    for (var expert = 0; expert < experts; expert++) rows_LE[start + expert] += weights[expert];
                }
            }
        }
    }

    /// <summary>Rows that experts of a layer have served, all together.</summary>
    public double RowsOf(int layer) => rows_LE.AsSpan(layer * experts, experts).ToArray().Sum();

    /// <summary>Rows that an expert has served.</summary>
    public double RowsOf(int layer, int expert) => rows_LE[layer * experts + expert];

    /// <summary>The part that <paramref name="one"/> has in the rows of two experts; a half if they served none.</summary>
    public double PartOf(int layer, int one, int other)
    {
        var both = RowsOf(layer, one) + RowsOf(layer, other);
        return both > 0 ? RowsOf(layer, one) / both : 0.5;
    }

    /// <summary>Begins to count anew at a layer: numbers of its experts mean others now.</summary>
    public void Forget(int layer) => rows_LE.AsSpan(layer * experts, experts).Clear();

    /// <summary>Begins to count anew.</summary>
    public void Forget() => rows_LE.AsSpan().Clear();
}
