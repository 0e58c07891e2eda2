namespace Moe.Model.Mixing;

/// <summary>
/// Which rows of a micro-batch go to which expert of one layer. Dense: every expert gets every row. Sparse: each row
/// goes to the expert with its largest weight (the first of equals), and experts without rows get nothing.
/// </summary>
public sealed class RowGroups
{
    private RowGroups(IReadOnlyList<(int Expert, int[] Rows)> groups, int rows, bool split) =>
        (Groups, Rows, IsSplit) = (groups, rows, split);

    /// <summary>The experts that run, ascending, each with its rows, ascending.</summary>
    public IReadOnlyList<(int Expert, int[] Rows)> Groups { get; }

    /// <summary>Rows of the micro-batch.</summary>
    public int Rows { get; }

    /// <summary>Whether rows are divided among experts; false: every group has all rows.</summary>
    public bool IsSplit { get; }

    /// <summary>Whether one expert alone sees all rows with nothing to mix.</summary>
    public bool IsWhole => Groups.Count == 1;

    /// <summary>Every expert runs on every row.</summary>
    public static RowGroups Dense(int rows, int experts) => Dense(rows, Enumerable.Range(0, experts));

    /// <summary>Each of some experts, given in ascending order, runs on every row.</summary>
    public static RowGroups Dense(int rows, IEnumerable<int> experts)
    {
        var all = Enumerable.Range(0, rows).ToArray();
        return new RowGroups([.. experts.Select(expert => (expert, all))], rows, false);
    }

    /// <summary>Each row runs on the expert with the largest weight in <paramref name="weights_BE"/>.</summary>
    public static RowGroups Sparse(ReadOnlySpan<float> weights_BE, int rows, int experts)
    {
        var byExpert = new List<int>[experts];
        for (var row = 0; row < rows; row++)
        {
            var best = 0;
            for (var expert = 1; expert < experts; expert++)
            {
                if (weights_BE[row * experts + expert] > weights_BE[row * experts + best]) best = expert;
            }
            (byExpert[best] ??= []).Add(row);
        }
        var groups = new List<(int, int[])>();
        for (var expert = 0; expert < experts; expert++)
        {
            if (byExpert[expert] is { } members) groups.Add((expert, [.. members]));
        }
        return new RowGroups(groups, rows, true);
    }
}
