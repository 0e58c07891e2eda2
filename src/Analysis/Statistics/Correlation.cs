namespace Moe.Analysis.Statistics;

/// <summary>
/// Pearson's r. With a variable of zeros and ones it is the point-biserial correlation: the same formula.
/// </summary>
public static class Correlation
{
    /// <summary>r of two variables over the same items; NaN when one of them is constant.</summary>
    /// <exception cref="ArgumentException">They have not the same number of items.</exception>
    public static double Pearson(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        if (one.Count != other.Count)
            throw new ArgumentException($"Variables of {one.Count} and {other.Count} items cannot be correlated.");
        return Standardized(one) is { } left && Standardized(other) is { } right ? Dot(left, right) : double.NaN;
    }

    /// <summary>
    /// The variable less its mean and divided by its length, so that r of two of them is their dot product; null when it
    /// is constant.
    /// </summary>
    public static double[]? Standardized(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return null;
        double mean = values.Average();
        double[] centred = [.. values.Select(value => value - mean)];
        double length = Math.Sqrt(Dot(centred, centred));

        // Rounding leaves a constant variable with a length near 0.
        return length <= 1e-9 * Math.Sqrt(values.Count) * Math.Max(1, Math.Abs(mean))
            ? null
            : Array.ConvertAll(centred, value => value / length);
    }

    public static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
            sum += one[i] * other[i];
        return sum;
    }
}
