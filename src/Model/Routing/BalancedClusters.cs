using Moe.Model.Randomness;

namespace Moe.Model.Routing;

/// <summary>
/// k-means with clusters of equal size (give or take one): vectors are assigned in the order of how much they prefer
/// their nearest centre, to the nearest centre with room. Several starts from a named stream; the tightest wins.
/// </summary>
public static class BalancedClusters
{
    private const int Starts = 16;
    private const int Rounds = 50;

    /// <summary>The cluster of each vector.</summary>
    public static int[] Of(float[][] vectors, int clusters, RandomStream stream)
    {
        int[]? best = null;
        var tightest = double.PositiveInfinity;
        for (var start = 0; start < Starts; start++)
        {
            var (assigned, spread) = Run(vectors, clusters, stream.Sub((ulong)start));
            if (spread < tightest) (best, tightest) = (assigned, spread);
        }
        return best!;
    }

    private static (int[] Assigned, double Spread) Run(float[][] vectors, int clusters, RandomStream stream)
    {
        var order = Enumerable.Range(0, vectors.Length).ToArray();
        stream.Shuffle(order.AsSpan());
        var centres = order.Take(clusters).Select(i => (float[])vectors[i].Clone()).ToArray();
        var assigned = new int[vectors.Length];
        for (var round = 0; round < Rounds; round++)
        {
            var next = Assign(vectors, centres);
            if (round > 0 && next.AsSpan().SequenceEqual(assigned)) break;
            assigned = next;
            centres = [.. Enumerable.Range(0, centres.Length).Select(cluster => Mean(vectors, assigned, cluster, centres[cluster]))];
        }
        return (assigned, vectors.Select((vector, i) => Distance(vector, centres[assigned[i]])).Sum());
    }

    private static int[] Assign(float[][] vectors, float[][] centres)
    {
        var room = Enumerable.Range(0, centres.Length).Select(cluster
            => (vectors.Length + centres.Length - 1 - cluster) / centres.Length).ToArray();
        var distances = vectors.Select(vector => centres.Select(centre => Distance(vector, centre)).ToArray()).ToArray();
        var assigned = new int[vectors.Length];
        foreach (var i in Enumerable.Range(0, vectors.Length).OrderBy(i => distances[i].Min() - distances[i].Average()).ThenBy(i => i))
        {
            var nearest = Enumerable.Range(0, centres.Length).Where(cluster => room[cluster] > 0).MinBy(cluster => distances[i][cluster]);
            assigned[i] = nearest;
            room[nearest]--;
        }
        return assigned;
    }

    private static float[] Mean(float[][] vectors, int[] assigned, int cluster, float[] fallback)
    {
        var members = vectors.Where((_, i) => assigned[i] == cluster).ToArray();
        return members.Length == 0 ? fallback : [.. Enumerable.Range(0, fallback.Length).Select(j => members.Average(vector => vector[j]))];
    }

    private static double Distance(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return sum;
    }
}
