namespace Moe.Model.Routing;

/// <summary>
/// What a router network says about the rows of a batch: logits [L, B, E] and the task of each row [B].
/// </summary>
public sealed record RouterLogits(int Layers, int Experts, int[] TaskIds, float[] Values_LBE)
{
    /// <summary>Rows of the batch.</summary>
    public int Rows => TaskIds.Length;

    internal Span<float> Of(int layer, int row) => Values_LBE.AsSpan((layer * Rows + row) * Experts, Experts);
}
