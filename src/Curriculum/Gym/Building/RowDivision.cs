namespace Moe.Curriculum.Gym.Building;

/// <summary>The rows of a task by side. A row is on one side only, in every file of the task.</summary>
internal sealed record DividedRows(
    IReadOnlyList<CleanRow> Train, IReadOnlyList<CleanRow> Dev, IReadOnlyList<CleanRow> Test);

/// <summary>
/// Decides the side of each row by the hash of the text it was made from: the lowest 15 % are test, the next 15 % dev,
/// the rest train. The rule looks at nothing else, so two tasks made from one text put it on the same side, and a row
/// stays on its side when the source grows.
/// </summary>
internal static class RowDivision
{
    private const double TestShare = 0.15;
    private const double DevShare = 0.15;
    private const double Range = 18446744073709551616.0; // 2^64

    public static DividedRows Divide(IReadOnlyList<CleanRow> rows)
    {
        ILookup<SplitPart, CleanRow> sides = rows.ToLookup(row => Side(row.Place));
        return new DividedRows([.. sides[SplitPart.Train]], [.. sides[SplitPart.Dev]], [.. sides[SplitPart.Test]]);
    }

    /// <summary>
    /// Takes up to <paramref name="count"/> rows in the given order; for a classification task the labels take turns,
    /// so that each has as many rows as the others until it runs out.
    /// </summary>
    public static List<CleanRow> Take(IReadOnlyList<CleanRow> rows, int count, bool byLabel)
    {
        if (!byLabel)
            return [.. rows.Take(count)];
        Dictionary<string, int> turns = new(StringComparer.Ordinal);
        var ordered = rows.Select((row, index) =>
            {
                int turn = turns.GetValueOrDefault(row.Output);
                turns[row.Output] = turn + 1;
                return (Row: row, Turn: turn, Index: index);
            })
            .OrderBy(entry => entry.Turn)
            .ThenBy(entry => entry.Index);
        return [.. ordered.Take(count).Select(entry => entry.Row)];
    }

    /// <summary>Draws k rows, or k of each label, in an order that depends on the purpose's name alone.</summary>
    public static List<CleanRow> Draw(IReadOnlyList<CleanRow> rows, int count, bool ofEachLabel, string purpose)
    {
        List<CleanRow> shuffled = [.. rows];
        DeterministicRandom.For(purpose).Shuffle(shuffled);
        return ofEachLabel
            ? [.. shuffled.GroupBy(row => row.Output, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .SelectMany(group => group.Take(count))]
            : [.. shuffled.Take(count)];
    }

    private static SplitPart Side(ulong place)
    {
        double share = place / Range;
        return share < TestShare ? SplitPart.Test : share < TestShare + DevShare ? SplitPart.Dev : SplitPart.Train;
    }
}
