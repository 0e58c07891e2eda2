namespace Moe.Analysis.Clusters;

/// <summary>
/// Agglomerative clustering with average linkage (UPGMA): the two groups whose items are nearest on average become one,
/// until one is left. Nothing in it is random, it works with any distance, it shows all numbers of groups at once, and
/// it forms no chains as single linkage does. Of groups equally near those with the earliest items go first.
/// </summary>
public sealed class Dendrogram
{
    private readonly int _items;

    private Dendrogram(int items, IReadOnlyList<Merge> merges) => (_items, Merges) = (items, merges);

    /// <summary>The merges, nearest first.</summary>
    public IReadOnlyList<Merge> Merges { get; }

    /// <param name="distances">The distance of every two items, symmetric.</param>
    /// <exception cref="ArgumentException">It is no square, or empty.</exception>
    public static Dendrogram Of(double[,] distances)
    {
        int items = distances.GetLength(0);
        if (items == 0 || items != distances.GetLength(1))
            throw new ArgumentException($"Distances of {items} by {distances.GetLength(1)} items cannot be clustered.");

        // Place i holds the group whose first item is i; a merged group keeps the earlier place.
        var between = (double[,])distances.Clone();
        List<int> places = [.. Enumerable.Range(0, items)];
        var (groups, sizes) = (places.ToArray(), Enumerable.Repeat(1, items).ToArray());
        var merges = new List<Merge>();
        while (places.Count > 1)
        {
            (int left, int right) = Nearest(places, between);
            merges.Add(new Merge(groups[left], groups[right], between[left, right]));
            foreach (int other in places.Where(place => place != left && place != right))
            {
                double sum = (sizes[left] * between[left, other]) + (sizes[right] * between[right, other]);
                between[left, other] = between[other, left] = sum / (sizes[left] + sizes[right]);
            }

            groups[left] = items + merges.Count - 1;
            sizes[left] += sizes[right];
            places.Remove(right);
        }

        return new Dendrogram(items, merges);
    }

    /// <summary>The items in the tree's order: what merges stands side by side.</summary>
    public int[] Leaves() => [.. LeavesOf((2 * _items) - 2)];

    /// <summary>The group of each item when so many groups are left, numbered from 0 in the tree's order.</summary>
    /// <param name="count">How many groups; at most as many as there are items.</param>
    public int[] Cut(int count)
    {
        HashSet<int> roots = [(2 * _items) - 2];
        for (int merge = Merges.Count - 1; merge >= 0 && roots.Count < count; merge--)
        {
            roots.Remove(_items + merge);
            roots.Add(Merges[merge].Left);
            roots.Add(Merges[merge].Right);
        }

        var rootOf = new int[_items];
        foreach (int root in roots)
        {
            foreach (int item in LeavesOf(root))
                rootOf[item] = root;
        }

        int[] order = [.. Leaves().Select(item => rootOf[item]).Distinct()];
        return Array.ConvertAll(rootOf, root => Array.IndexOf(order, root));
    }

    private static (int Left, int Right) Nearest(List<int> places, double[,] between)
    {
        (int Left, int Right) nearest = (places[0], places[1]);
        for (int i = 0; i < places.Count; i++)
        {
            for (int j = i + 1; j < places.Count; j++)
            {
                // Means of the same distances may differ by rounding; then the earlier pair stays.
                if (between[places[i], places[j]] < between[nearest.Left, nearest.Right] - 1e-12)
                    nearest = (places[i], places[j]);
            }
        }

        return nearest;
    }

    private IEnumerable<int> LeavesOf(int group) => group < _items
        ? [group]
        : LeavesOf(Merges[group - _items].Left).Concat(LeavesOf(Merges[group - _items].Right));
}
