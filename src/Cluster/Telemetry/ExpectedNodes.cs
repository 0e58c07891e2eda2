namespace Moe.Cluster.Telemetry;

/// <summary>
/// How many nodes a run should have: the most it had, less those that asked to leave and did. The difference to those there are is
/// how many were lost and have not come back, whatever address they come back with.
/// </summary>
/// <param name="before">How many it had when this process began to count.</param>
internal sealed class ExpectedNodes(int before)
{
    private int expected = before;
    private string[] leaving = [];

    /// <summary>Nodes that are missing.</summary>
    public int Missing { get; private set; }

    /// <summary>Takes in who is there.</summary>
    /// <param name="nodes">The nodes, and whether each is leaving.</param>
    public void See(IReadOnlyDictionary<string, bool> nodes)
    {
        expected = Math.Max(expected - leaving.Count(node => !nodes.ContainsKey(node)), nodes.Count);
        leaving = [.. nodes.Where(node => node.Value).Select(node => node.Key)];
        Missing = expected - nodes.Count;
    }
}
