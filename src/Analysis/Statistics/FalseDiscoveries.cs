namespace Moe.Analysis.Statistics;

/// <summary>
/// Benjamini and Hochberg (1995): of all tests with an adjusted value of at most q, a share of at most q is expected to
/// be found by chance. The i-th smallest of m p-values becomes the smallest of p_j m / j over all j from i on, at most 1.
/// </summary>
public static class FalseDiscoveries
{
    /// <summary>Adjusted values in the order of the p-values; NaN stays NaN and counts as no test.</summary>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(i => !double.IsNaN(pValues[i])).OrderBy(i => pValues[i])];
        double[] adjusted = [.. Enumerable.Repeat(double.NaN, pValues.Count)];
        double smallest = 1;
        for (int rank = order.Length; rank >= 1; rank--)
        {
            int test = order[rank - 1];
            smallest = Math.Min(smallest, pValues[test] * order.Length / rank);
            adjusted[test] = smallest;
        }

        return adjusted;
    }

    /// <summary>*** for an adjusted value below 0.001, ** below 0.01, * below 0.05, else nothing.</summary>
    public static string Stars(double adjusted) => adjusted switch
    {
        < 0.001 => "***",
        < 0.01 => "**",
        < 0.05 => "*",
        _ => "",
    };
}
