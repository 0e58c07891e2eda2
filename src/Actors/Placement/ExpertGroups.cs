namespace Moe.Actors.Placement;

/// <summary>Experts joined along their heaviest traffic into groups that fit a device.</summary>
internal sealed class ExpertGroups
{
    private readonly PlacementCopy[] copies;
    private readonly long loadMax;
    private readonly long bytesMax;
    private readonly Dictionary<int, int> placeOfExpert = [];
    private readonly int[] parent;
    private readonly long[] load;
    private readonly long[] bytes;

    public ExpertGroups(PlacementCopy[] copies, long loadMax, long bytesMax)
    {
        (this.copies, this.loadMax, this.bytesMax) = (copies, loadMax, bytesMax);
        parent = [.. Enumerable.Range(0, copies.Length)];
        load = [.. copies.Select(copy => copy.Load)];
        bytes = [.. copies.Select(copy => copy.Bytes)];
        for (var i = 0; i < copies.Length; i++) placeOfExpert.Add(copies[i].Expert, i);
    }

    /// <summary>Joins pairs from the heaviest traffic on, as long as the group fits.</summary>
    public void Join(PlacementBoard board)
    {
        var edges = new List<(double Bytes, int Left, int Right)>();
        for (var left = 0; left < copies.Length; left++)
        {
            foreach (var (expert, weight) in board.Neighbours[copies[left].Expert])
            {
                if (placeOfExpert.TryGetValue(expert, out var right) && right > left) edges.Add((weight, left, right));
            }
        }
        edges.Sort((a, b) => a.Bytes != b.Bytes ? b.Bytes.CompareTo(a.Bytes) : (a.Left, a.Right).CompareTo((b.Left, b.Right)));
        foreach (var (_, left, right) in edges) Join(Root(left), Root(right));
    }

    /// <summary>The groups, those with the largest load first; within a group in the order of the experts.</summary>
    public List<PlacementCopy[]> LargestFirst()
    {
        var members = new List<PlacementCopy>?[copies.Length];
        for (var i = 0; i < copies.Length; i++) (members[Root(i)] ??= []).Add(copies[i]);
        return [.. Enumerable.Range(0, copies.Length).Where(root => members[root] is not null)
            .OrderByDescending(root => load[root]).ThenBy(root => members[root]![0].Index).Select(root => members[root]!.ToArray())];
    }

    private void Join(int left, int right)
    {
        if (left == right || load[left] + load[right] > loadMax || bytes[left] + bytes[right] > bytesMax) return;
        parent[right] = left;
        load[left] += load[right];
        bytes[left] += bytes[right];
    }

    private int Root(int place)
    {
        while (parent[place] != place) place = parent[place] = parent[parent[place]];
        return place;
    }
}
