namespace Moe.Analysis.Statistics;

/// <summary>
/// How much two groupings of the same items agree. Normalised mutual information is 2 I(U; V) / (H(U) + H(V)), from 0
/// for independent groupings to 1 for the same grouping under other names; two groupings of one group each agree: 1.
/// Small groups alone push it up, so it is compared with permuted groupings.
/// </summary>
public static class MutualInformation
{
    /// <param name="one">The group of each item.</param>
    /// <param name="other">The other grouping's group of each item.</param>
    /// <exception cref="ArgumentException">There are no items, or not as many in both.</exception>
    public static double Normalized(IReadOnlyList<int> one, IReadOnlyList<int> other)
    {
        if (one.Count == 0 || one.Count != other.Count)
            throw new ArgumentException($"Groupings of {one.Count} and {other.Count} items cannot be compared.");
        double left = Entropy(one);
        double right = Entropy(other);
        if (left + right == 0)
            return 1;
        double shared = left + right - Entropy([.. one.Zip(other)]);
        return Math.Clamp(2 * shared / (left + right), 0, 1);
    }

    /// <summary>Entropy of a grouping in nats.</summary>
    public static double Entropy<T>(IReadOnlyList<T> groups)
        where T : notnull
    {
        // In order of size, so that the sum has one order whatever the groups are called.
        IEnumerable<double> shares = groups.CountBy(group => group).Select(group => group.Value / (double)groups.Count);
        return shares.Order().Sum(share => -share * Math.Log(share));
    }
}
