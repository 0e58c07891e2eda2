namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// Cores behind the lanes: every node has its own, or all nodes are processes of one machine and share its cores.
/// </summary>
internal sealed class TimedCores(int? shared)
{
    private IReadOnlyList<TimedNode> sharing = [];
    private int free = shared ?? int.MaxValue / 2;

    /// <summary>The nodes whose lanes take cores from here.</summary>
    public void Share(IReadOnlyList<TimedNode> nodes) => sharing = nodes;

    /// <summary>Cores come back.</summary>
    public void Give(int count) => free += count;

    /// <summary>Begins what can be begun, after something has changed at a node.</summary>
    public void Pump(TimedNode node)
    {
        if (shared is null)
        {
            while (node.CanWork) Begin(node);
            return;
        }
        // Who has worked least goes first, as an operating system has it.
        while (free > 0 && sharing.Where(one => one.CanWork).MinBy(one => one.Busy) is { } next) Begin(next);
    }

    private void Begin(TimedNode node)
    {
        free--;
        node.Work();
    }
}
