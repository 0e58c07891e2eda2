using Moe.Model.Layers;
using Moe.Model.Training;

namespace Moe.Curriculum.Batches;

/// <summary>Token ids of a micro-batch, padded on the right to the longest row: sources [B, T], labels [B, U], and the decoder's
/// inputs.</summary>
public sealed record TokenBatch(int Rows, long[] Source, PaddingMask SourcePadding, long[] Labels, PaddingMask LabelPadding,
    long[] DecoderInput)
{
    /// <summary>Source and label positions that hold a token.</summary>
    public int Tokens => Count(SourcePadding) + Count(LabelPadding);

    /// <summary>The batch for the plain loop.</summary>
    public PlainBatch Plain => new(Rows, Source, SourcePadding, Labels, LabelPadding, DecoderInput);

    /// <summary>
    /// Pads sequences; the decoder reads the labels shifted right by one behind the start id (paper notes 3.2).
    /// </summary>
    public static TokenBatch Of(IReadOnlyList<int[]> sources, IReadOnlyList<int[]> labels, int padId, int startId)
    {
        var (source, sourceColumns) = Pad(sources, padId);
        var (label, labelColumns) = Pad(labels, padId);
        return new TokenBatch(sources.Count,
            source, PaddingMask.Of(source, sources.Count, sourceColumns, padId),
            label, PaddingMask.Of(label, labels.Count, labelColumns, padId),
            ShiftRight(label, labelColumns, startId));
    }

    /// <summary>Labels [B, U] shifted right by one behind the start id.</summary>
    public static long[] ShiftRight(ReadOnlySpan<long> labels, int columns, int startId)
    {
        var shifted = new long[labels.Length];
        for (var i = 0; i < labels.Length; i++) shifted[i] = i % columns == 0 ? startId : labels[i - 1];
        return shifted;
    }

    private static (long[] Ids, int Columns) Pad(IReadOnlyList<int[]> sequences, int padId)
    {
        var columns = sequences.Max(sequence => sequence.Length);
        var ids = new long[sequences.Count * columns];
        Array.Fill(ids, padId);
        for (var row = 0; row < sequences.Count; row++)
        {
            for (var i = 0; i < sequences[row].Length; i++) ids[row * columns + i] = sequences[row][i];
        }
        return (ids, columns);
    }

    private static int Count(PaddingMask mask)
    {
        var count = 0;
        foreach (var keep in mask.Keep.Span) count += keep;
        return count;
    }
}
