namespace Moe.Actors.Simulation;

/// <summary>
/// Links between nodes. Without reordering a link keeps the order of messages, as a connection does. A message that is on
/// its way when a link is cut is lost with it. A node's messages to itself go through no link.
/// </summary>
public sealed class SimulatedNetwork(SimulationKernel kernel)
{
    private readonly Dictionary<(string From, string To), LinkConditions> conditions = [];
    private readonly Dictionary<(string From, string To), (TimeSpan Free, TimeSpan Arrived)> links = [];
    private readonly Dictionary<(string From, string To), int> cuts = [];
    private readonly RandomDraws draws = kernel.Draws("network");

    /// <summary>Conditions of every link that has none of its own.</summary>
    public LinkConditions Conditions { get; set; } = new();

    /// <summary>Messages sent, and of these lost, and come twice.</summary>
    public (long Sent, long Lost, long Doubled) Count { get; private set; }

    /// <summary>Sets the conditions of one direction of a link; null takes them back.</summary>
    public void SetConditions(string from, string to, LinkConditions? own)
    {
        if (own is null) conditions.Remove((from, to));
        else conditions[(from, to)] = own;
    }

    /// <summary>Cuts one direction between two nodes. Cuts add up: each has to be healed.</summary>
    public void Cut(string from, string to)
    {
        cuts[(from, to)] = cuts.GetValueOrDefault((from, to)) + 1;
        kernel.Trace($"cut {from} > {to}");
    }

    /// <summary>Takes one cut of a direction back.</summary>
    public void Heal(string from, string to)
    {
        var left = cuts.GetValueOrDefault((from, to)) - 1;
        if (left > 0) cuts[(from, to)] = left;
        else cuts.Remove((from, to));
        kernel.Trace($"healed {from} > {to}");
    }

    /// <summary>Cuts every link between two sides, both ways, for a time.</summary>
    public void Partition(IReadOnlyList<string> left, IReadOnlyList<string> right, TimeSpan duration)
    {
        var pairs = left.SelectMany(one => right.SelectMany(two => new[] { (one, two), (two, one) })).ToArray();
        foreach (var (from, to) in pairs) Cut(from, to);
        kernel.After(duration, () =>
        {
            foreach (var (from, to) in pairs) Heal(from, to);
        });
    }

    /// <summary>Whether messages get through in a direction.</summary>
    public bool IsCut(string from, string to) => cuts.ContainsKey((from, to));

    /// <summary>Sends something, which may arrive once, twice or never.</summary>
    public void Send(string from, string to, long bytes, Action arrive)
    {
        if (from == to)
        {
            kernel.After(TimeSpan.Zero, arrive);
            return;
        }
        var link = conditions.GetValueOrDefault((from, to), Conditions);
        var (lost, doubled) = (draws.Chance(link.Loss), draws.Chance(link.Duplication));
        Count = (Count.Sent + 1, Count.Lost + (lost ? 1 : 0), Count.Doubled + (doubled ? 1 : 0));
        if (!lost) Carry(link, from, to, bytes, arrive);
        if (doubled) Carry(link, from, to, bytes, arrive);
    }

    private void Carry(LinkConditions link, string from, string to, long bytes, Action arrive)
    {
        var (free, arrived) = links.GetValueOrDefault((from, to));
        var sent = (free > kernel.Now ? free : kernel.Now) + TimeSpan.FromSeconds(bytes / link.BytesPerSecond);
        var at = sent + link.Latency + draws.Exponential(link.Jitter);
        var late = draws.Exponential(link.ReorderedBy);
        if (draws.Chance(link.Reordering)) at += late;
        else if (at < arrived) at = arrived;
        else arrived = at;
        links[(from, to)] = (sent, arrived);
        kernel.After(at - kernel.Now, () =>
        {
            if (!IsCut(from, to)) arrive();
        });
    }
}
