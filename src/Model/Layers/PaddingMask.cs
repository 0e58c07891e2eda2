using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// Which positions of a batch hold tokens: one byte a position, 1 for a token and 0 for padding, row by row. Plain
/// memory, so that it travels in messages and costs nothing when no position is padding.
/// </summary>
public sealed record PaddingMask(int Rows, int Columns, ReadOnlyMemory<byte> Keep)
{
    /// <summary>Whether no position is padding; then attention needs no mask at all.</summary>
    public bool IsFull { get; } = Keep.Span.IndexOf((byte)0) < 0;

    /// <summary>The mask of ids [B, T] against a padding id.</summary>
    public static PaddingMask Of(ReadOnlySpan<long> ids, int rows, int columns, int padId)
    {
        var keep = new byte[rows * columns];
        for (var i = 0; i < keep.Length; i++) keep[i] = ids[i] == padId ? (byte)0 : (byte)1;
        return new PaddingMask(rows, columns, keep);
    }

    /// <summary>The mask of some of the rows, in the order given.</summary>
    public PaddingMask Select(ReadOnlySpan<int> rows)
    {
        var keep = new byte[rows.Length * Columns];
        for (var i = 0; i < rows.Length; i++)
            Keep.Span.Slice(rows[i] * Columns, Columns).CopyTo(keep.AsSpan(i * Columns));
        return new PaddingMask(rows.Length, Columns, keep);
    }

    /// <summary>
    /// What is added to attention scores: 0 where a query may look, the lowest number of the type at padding; null when
    /// it may look everywhere. Shape [B*H, 1, T].
    /// </summary>
    public Tensor? Additive(int heads, Device device, ScalarType type)
    {
        if (IsFull) return null;
        var values = new float[Keep.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Keep.Span[i] == 0 ? (float)Lowest(type) : 0;
        using var padding = torch.tensor(values, Rows, 1, Columns, dtype: type, device: device);
        return padding.repeat_interleave(heads, 0);
    }

    /// <summary>
    /// What is added to a decoder's self-attention scores so that no position sees a later one [1, T, T]. Padding is on
    /// the right, behind every token, so this hides it from all tokens too.
    /// </summary>
    public static Tensor Causal(int columns, Device device, ScalarType type)
    {
        using var square = torch.full(columns, columns, Lowest(type), dtype: type, device: device);
        using var future = square.triu(1);
        return future.unsqueeze(0);
    }

    private static double Lowest(ScalarType type) => type == ScalarType.BFloat16 ? -3.3895e38 : float.MinValue;
}
