using Moe.Cluster.Runs;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>Which nodes there are, and which experts are on them.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Experts">The experts, replicas each for itself.</param>
internal sealed record ClusterMap(IReadOnlyList<MappedNode> Nodes, IReadOnlyList<ExpertStatus> Experts)
{
    /// <summary>Whether another map says the same.</summary>
    public bool IsLike(ClusterMap? other) =>
        other is not null && Nodes.SequenceEqual(other.Nodes) && Experts.SequenceEqual(other.Experts);

    /// <summary>The map of a status; empty without one.</summary>
    /// <param name="status">What the coordinator last wrote.</param>
    /// <param name="here">What the node that answers is called.</param>
    public static ClusterMap Of(RunStatus? status, string here)
    {
        if (status is null) return new ClusterMap([], []);
        var load = status.Experts.ToLookup(expert => expert.Node, expert => expert.MicroBatches);
        return new ClusterMap(
            [.. status.Members.Select(member => new MappedNode(
                member.Node, member.Leaving, member.Experts, load[member.Node].Sum(), Is(member, status.Coordinator), Is(member, here)))],
            status.Experts);

        // Members are known by the address of their actor system. A run alone has its machine's name instead, and one member.
        bool Is(MemberStatus member, string name) =>
            status.Members.Count == 1 || member.Node.EndsWith($"@{name}", StringComparison.Ordinal);
    }
}

/// <summary>A node of the map.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Leaving">Whether it asked to be emptied.</param>
/// <param name="Experts">How many experts live there.</param>
/// <param name="MicroBatches">Micro-batches they took part in since the coordinator took office.</param>
/// <param name="IsCoordinator">Whether the coordinator is there.</param>
/// <param name="IsHere">Whether it is the node that answers.</param>
internal sealed record MappedNode(string Node, bool Leaving, int Experts, long MicroBatches, bool IsCoordinator, bool IsHere);
