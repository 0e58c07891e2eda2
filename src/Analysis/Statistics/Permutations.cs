using Moe.Model.Failures;
using Moe.Model.Randomness;

namespace Moe.Analysis.Statistics;

/// <summary>
/// Random orders for permutation tests, the same ones for the same seed. The p-value of a test with n orders is
/// (1 + hits) / (1 + n), hits being the orders whose statistic is at least the observed one: the observed order counts
/// as one of them, so that p is never 0 and the test is never too bold (Phipson and Smyth 2010).
/// </summary>
public sealed class Permutations
{
    /// <summary>Statistics that differ by less are equal: sums in another order must not decide a hit.</summary>
    public const double Tolerance = 1e-12;

    private readonly ulong _seed;

    /// <param name="count">How many orders a test draws; the smallest p-value is 1 / (count + 1).</param>
    /// <param name="seed">Names the orders.</param>
    /// <exception cref="ConfigurationException">There are none.</exception>
    public Permutations(int count, ulong seed)
    {
        if (count < 1)
        {
            throw new ConfigurationException(
                $"A permutation test was asked for with {count} permutations, expected at least 1. Give --permutations.");
        }

        (Count, _seed) = (count, seed);
    }

    public int Count { get; }

    /// <summary>The orders of a test. The same array is filled again for each.</summary>
    /// <param name="items">How many items are put into order.</param>
    /// <param name="purpose">The test's name: different tests get different orders.</param>
    public IEnumerable<int[]> Orders(int items, string purpose)
    {
        RandomStream stream = RandomStream.For(_seed, 0, 0, "analysis", purpose);
        var order = new int[items];
        for (int draw = 0; draw < Count; draw++)
        {
            for (int i = 0; i < items; i++)
                order[i] = i;
            stream.Sub((ulong)draw).Shuffle(order.AsSpan());
            yield return order;
        }
    }

    /// <summary>The p-value of so many hits.</summary>
    public double PValue(int hits) => (1.0 + hits) / (1.0 + Count);

    /// <summary>The p-value of an observed statistic, large ones being unlikely.</summary>
    public double PValue(int items, string purpose, double observed, Func<int[], double> statistic) =>
        PValue(Orders(items, purpose).Count(order => statistic(order) >= observed - Tolerance));
}
