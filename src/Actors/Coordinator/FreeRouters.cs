namespace Moe.Actors.Coordinator;

/// <summary>
/// Routers that may be given micro-batches, and how many more each takes now. Among several, first who has most slots free; among
/// equals who has waited longest.
/// </summary>
internal sealed class FreeRouters
{
    private readonly PriorityQueue<Place, (int Taken, long Last, int Rank)> order = new();
    private readonly Dictionary<string, List<Place>> byNode = new(StringComparer.Ordinal);

    /// <param name="routers">Each router, its node, the slots it has free, and when it was last given something.</param>
    public FreeRouters(IEnumerable<(object Router, string Node, int Slots, long Last)> routers)
    {
        var rank = 0;
        foreach (var (router, node, slots, last) in routers.OrderBy(one => one.Node, StringComparer.Ordinal))
        {
            var place = new Place(router, last, rank++) { Slots = slots };
            if (!byNode.TryGetValue(node, out var there)) byNode.Add(node, there = []);
            there.Add(place);
            order.Enqueue(place, place.Priority);
        }
    }

    /// <summary>Whether a node has a router, free now or later.</summary>
    public bool IsAt(string node) => byNode.ContainsKey(node);

    /// <summary>A free router of a node takes one more; null when there is none.</summary>
    public object? TakeAt(string node) =>
        byNode.GetValueOrDefault(node)?.Where(place => place.Slots > 0).MinBy(place => place.Priority)?.Take();

    /// <summary>Any free router takes one more; null when there is none.</summary>
    public object? Take()
    {
        while (order.TryDequeue(out var place, out var priority))
        {
            if (place.Slots == 0) continue;
            // One that was taken at its node since stands further back.
            var taken = place.Priority == priority ? place.Take() : null;
            order.Enqueue(place, place.Priority);
            if (taken is not null) return taken;
        }
        return null;
    }

    private sealed record Place(object Router, long Last, int Rank)
    {
        public int Slots { get; set; }

        // The number of free slots counts down from zero.
        public (int Taken, long Last, int Rank) Priority => (-Slots, Last, Rank);

        public object Take()
        {
            Slots--;
            return Router;
        }
    }
}
