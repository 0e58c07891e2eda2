using Moe.Actors.Messages;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>Even shares of experts, with as few moves as that takes.</summary>
internal static class SimulatedPlacing
{
    public static IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current)
    {
        var experts = SmallRun.Shape.AllExperts().ToArray();
        var most = (experts.Length + nodes.Count - 1) / nodes.Count;
        var load = nodes.ToDictionary(node => node.Address, _ => 0);
        var placed = new Dictionary<ExpertId, string>();
        foreach (var expert in experts)
        {
            if (current.GetValueOrDefault(expert) is not { } node || !load.TryGetValue(node, out var count) || count >= most) continue;
            (placed[expert], load[node]) = (node, count + 1);
        }
        foreach (var expert in experts.Where(expert => !placed.ContainsKey(expert)))
        {
            var node = load.OrderBy(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).First().Key;
            (placed[expert], load[node]) = (node, load[node] + 1);
        }
        return placed;
    }
}
