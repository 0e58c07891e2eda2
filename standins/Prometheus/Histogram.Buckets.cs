namespace Prometheus;

/// <content>
/// Ready-made bounds. They are computed in decimal, so that a bound reads 0.3 on the page and not 0.30000000000000004.
/// </content>
public sealed partial class Histogram
{
    /// <summary>Each bound is the one before times a factor.</summary>
    public static double[] ExponentialBuckets(double start, double factor, int count)
    {
        if (count <= 0)
            throw new ArgumentException($"{nameof(ExponentialBuckets)} needs a positive {nameof(count)}");
        if (start <= 0)
            throw new ArgumentException($"{nameof(ExponentialBuckets)} needs a positive {nameof(start)}");
        if (factor <= 1)
            throw new ArgumentException($"{nameof(ExponentialBuckets)} needs a {nameof(factor)} greater than 1");
        return Bounds((decimal)start, bound => bound * (decimal)factor, count);
    }

    /// <summary>Each bound is the one before plus a width.</summary>
    public static double[] LinearBuckets(double start, double width, int count)
    {
        if (count <= 0)
            throw new ArgumentException($"{nameof(LinearBuckets)} needs a positive {nameof(count)}");
        return Bounds((decimal)start, bound => bound + (decimal)width, count);
    }

    /// <summary>
    /// Each power of ten from the first up to but not including the last, cut into equal parts. Parts that do not lie
    /// above those of the power before are left out.
    /// </summary>
    public static double[] PowersOfTenDividedBuckets(int startPower, int endPower, int divisions)
    {
        if (startPower >= endPower)
        {
            throw new ArgumentException(
                $"{nameof(startPower)} must be less than {nameof(endPower)}.", nameof(startPower));
        }

        if (divisions <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(divisions), $"{nameof(divisions)} must be a positive integer.");
        }

        var bounds = new List<double>();
        for (int power = startPower; power < endPower; power++)
        {
            var next = (decimal)Math.Pow(10, power + 1);
            for (int part = 1; part <= divisions; part++)
            {
                var bound = (double)(next / divisions * part);
                if (bounds.Count == 0 || bound > bounds[^1])
                    bounds.Add(bound);
            }
        }

        return [.. bounds];
    }

    private static double[] Bounds(decimal first, Func<decimal, decimal> next, int count)
    {
        var bounds = new double[count];
        for (int i = 0; i < count; i++)
        {
            bounds[i] = (double)first;
            if (i + 1 < count)
                first = next(first);
        }

        return bounds;
    }
}
