using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>
/// Pinned experts where they belong, and even shares of the other replicas, no two of an expert on one node, with as few moves as
/// that takes; and one more, of whichever expert the counted tokens point to.
/// </summary>
internal sealed class SimulatedPlacing(ReplicaSettings replicas)
{
    public IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current, IReadOnlyDictionary<ExpertId, string> pins,
        MeasuredLoad? measured)
    {
        var load = nodes.ToDictionary(node => node.Address, _ => 0);
        var placed = new Dictionary<ExpertId, string>();
        bool IsFree(ExpertId replica, string node) =>
            !replicas.All(replica.AsExpert()).Any(other => placed.GetValueOrDefault(other) == node);
        // As many as there are nodes, those first that live.
        var experts = SmallRun.Shape.AllExperts().SelectMany(expert => replicas.All(expert)
            .OrderBy(replica => load.ContainsKey(current.GetValueOrDefault(replica, "")) ? 0 : 1).Take(nodes.Count)).ToArray();
        var most = (experts.Length + nodes.Count - 1) / nodes.Count;
        foreach (var expert in experts.Where(expert => expert.Replica == 0))
        {
            if (!pins.TryGetValue(expert, out var node) || !load.TryGetValue(node, out var count)) continue;
            (placed[expert], load[node]) = (node, count + 1);
        }
        ExpertId? restless = measured is null ? null : experts[measured.Tokens.Values.Sum() % experts.Length];
        foreach (var expert in experts.Where(expert => expert != restless && !placed.ContainsKey(expert)))
        {
            if (current.GetValueOrDefault(expert) is not { } node || !load.TryGetValue(node, out var count) || count >= most
                || !IsFree(expert, node)) continue;
            (placed[expert], load[node]) = (node, count + 1);
        }
        foreach (var expert in experts.Where(expert => !placed.ContainsKey(expert)))
        {
            var node = load.Where(entry => IsFree(expert, entry.Key)).OrderBy(entry => entry.Value)
                .ThenBy(entry => entry.Key, StringComparer.Ordinal).First().Key;
            (placed[expert], load[node]) = (node, load[node] + 1);
        }
        return placed;
    }
}
