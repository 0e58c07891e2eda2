namespace Moe.Model.Tokenizers;

/// <summary>Rows of ids brought to one width, as tensors want them.</summary>
/// <param name="Rows">B, the number of sequences.</param>
/// <param name="Columns">T, the common width.</param>
/// <param name="Ids">Row-major [B, T]; pad after the end of each sequence.</param>
/// <param name="Mask">Row-major [B, T]; 1 on a sequence's own ids, 0 on padding.</param>
public sealed record PaddedTokens(int Rows, int Columns, long[] Ids, long[] Mask)
{
    /// <summary>Pads to the longest of <paramref name="sequences"/>, which is the width that wastes nothing.</summary>
    public static PaddedTokens Pad(IReadOnlyList<int[]> sequences, int padId) =>
        Pad(sequences, padId, sequences.Count == 0 ? 0 : sequences.Max(sequence => sequence.Length));

    /// <summary>Pads to <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentException">
    /// A sequence is longer than that; cutting it is the tokenizer's task.
    /// </exception>
    public static PaddedTokens Pad(IReadOnlyList<int[]> sequences, int padId, int columns)
    {
        var ids = new long[checked(sequences.Count * columns)];
        var mask = new long[ids.Length];
        Array.Fill(ids, padId);
        for (var row = 0; row < sequences.Count; row++)
        {
            var sequence = sequences[row];
            if (sequence.Length > columns)
            {
                throw new ArgumentException(
                    $"Sequence {row} has {sequence.Length} ids and cannot be padded to {columns}. "
                    + "Encode it with that maximum length.", nameof(sequences));
            }
            for (var column = 0; column < sequence.Length; column++)
            {
                ids[row * columns + column] = sequence[column];
                mask[row * columns + column] = 1;
            }
        }
        return new PaddedTokens(sequences.Count, columns, ids, mask);
    }
}
