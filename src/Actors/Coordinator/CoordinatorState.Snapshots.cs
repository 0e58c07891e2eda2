using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Snapshots in the memory of nodes, and moves, which are snapshots left with the node that an expert moves to. Each part
/// is kept where it lives and at the next node by address, so that the loss of one node loses none. What the nodes keep of an
/// expert that has not changed since is its state before the new step too, and is not copied again.
/// </summary>
public sealed partial class CoordinatorState
{
    /// <summary>Name of the coordinator's own part.</summary>
    public const string OwnPart = "coordinator";

    // What nodes have said that they keep of the newest snapshot, and what they have still to say.
    private readonly HashSet<(string Node, string Part)> keeps = [];
    private readonly HashSet<(string Node, string Part)> pendingKeeps = [];
    private readonly Dictionary<ExpertId, long> changedAt = [];
    private bool snapshotDue = true;
    private bool ownIntact;
    private long pendingSnapshot = NoStep;
    private long wholeSnapshot = NoStep;
    private IReadOnlyDictionary<ExpertId, string>? moves;
    private ExpertId[] moved = [];

    /// <summary>A part is kept.</summary>
    public IReadOnlyList<CoordinatorEffect> On(NodeEvents.Kept kept)
    {
        if (kept.Epoch != Epoch || kept.Step != pendingSnapshot || !nodes.ContainsKey(kept.Node)) return Stale();
        if (!pendingKeeps.Remove((kept.Node, kept.Part))) return Stale();
        progressed = true;
        distrusted.Remove(kept.Node);
        keeps.Add((kept.Node, kept.Part));
        if (pendingKeeps.Count > 0) return [];
        if (Phase == RunPhase.Moving) return AfterMoveSnapshot();
        wholeSnapshot = kept.Step;
        return ToAllNodes(new NodeCommands.KeepOnly(Epoch, [wholeSnapshot]));
    }

    private IReadOnlyList<CoordinatorEffect> SnapshotIfDue()
    {
        if (nodes.Count < 2 || office.SnapshotEvery == 0) return [];
        if (!snapshotDue && Step % office.SnapshotEvery != 0) return [];
        snapshotDue = false;
        var rings = experts.ToDictionary(expert => expert, expert => Ring(located[ServerOf(expert)].Node));
        var still = StillKept(rings);
        var copies = Snapshot(
            experts.ToDictionary(
                expert => expert, expert => rings[expert].Where(node => !still.Contains((node, expert.ToString()))).ToArray()),
            Ring(office.Node));
        pendingKeeps.UnionWith(still);
        var again = still.GroupBy(keep => keep.Node, keep => keep.Part).OrderBy(node => node.Key, StringComparer.Ordinal).Select(
            node => new CoordinatorEffect.TellNode(
                nodes[node.Key].Agent, new NodeCommands.KeepAlso(Epoch, wholeSnapshot, Step, [.. node.Order(StringComparer.Ordinal)])));
        return [.. ToAllNodes(new NodeCommands.KeepOnly(Epoch, [wholeSnapshot, Step])), .. copies, .. again];
    }

    // Unless the newest snapshot became whole, what a node has said may be on its way to be dropped: then all is copied anew.
    private HashSet<(string Node, string Part)> StillKept(IReadOnlyDictionary<ExpertId, string[]> rings) =>
        pendingSnapshot != wholeSnapshot ? [] : [.. rings
            .Where(ring => changedAt.GetValueOrDefault(ring.Key, NoStep) < wholeSnapshot)
            .SelectMany(ring => ring.Value, (ring, node) => (node, ring.Key.ToString())).Where(keeps.Contains)];

    // By its update, or by weights that it has taken over before the step; those stay also where the step is voided.
    private void CountChanges()
    {
        var updated = Phase == RunPhase.Committing ? touchedExperts.Where(Learns) : [];
        foreach (var expert in updated.Concat(taking)) changedAt[expert] = Step;
    }

    private void ForgetSnapshots()
    {
        pendingSnapshot = NoStep;
        pendingKeeps.Clear();
        keeps.Clear();
        changedAt.Clear();
    }

    // At the stage's first step nothing of it has happened yet: a snapshot is of the state before growth.
    private List<CoordinatorEffect> Snapshot(IReadOnlyDictionary<ExpertId, string[]> ofExperts, string[] own)
    {
        pendingSnapshot = Step;
        pendingKeeps.Clear();
        keeps.Clear();
        var effects = new List<CoordinatorEffect>();
        foreach (var (expert, where) in ofExperts.Where(entry => entry.Value.Length > 0).OrderBy(entry => entry.Key))
        {
            foreach (var node in where) pendingKeeps.Add((node, expert.ToString()));
            effects.Add(ToExpert(new ExpertCommands.Snapshot(expert, Epoch, Step, AgentsOf(where))));
        }
        foreach (var node in own) pendingKeeps.Add((node, OwnPart));
        if (own.Length > 0) effects.Add(new CoordinatorEffect.SnapshotOwn(Epoch, Step, AgentsOf(own), RosterSnapshot));
        return effects;
    }

    private List<CoordinatorEffect> SnapshotAgain()
    {
        var missing = pendingKeeps.GroupBy(keep => keep.Part).OrderBy(group => group.Key, StringComparer.Ordinal);
        return [.. missing.Select(group =>
        {
            var agents = AgentsOf([.. group.Select(keep => keep.Node).Order(StringComparer.Ordinal)]);
            return group.Key == OwnPart
                ? (CoordinatorEffect)new CoordinatorEffect.SnapshotOwn(Epoch, Step, agents, RosterSnapshot)
                : ToExpert(new ExpertCommands.Snapshot(ExpertId.Parse(group.Key), Epoch, Step, agents));
        })];
    }

    // Where it lives, and the next node that stays.
    private string[] Ring(string node)
    {
        var others = nodes.Where(entry => entry.Key != node && !entry.Value.Leaving).Select(entry => entry.Key).ToArray();
        var next = others.FirstOrDefault(other => string.CompareOrdinal(other, node) > 0) ?? others.FirstOrDefault();
        string[] here = nodes.ContainsKey(node) ? [node] : [];
        return next is null ? here : [.. here, next];
    }

    private IReadOnlyList<CoordinatorEffect>? MoveIfDue()
    {
        if (!placementDue) return null;
        if (nodes.Values.All(node => node.Leaving)) return null;
        var (seats, notes) = PlaceIfRoom(Places());
        // A node that leaves keeps its experts, and goes on with them, until there is room elsewhere.
        if (seats is null) return StayPlaced([.. notes, .. Release()]);
        moves = seats;
        // Where nodes have gone since, some that were called have no place any more.
        called.IntersectWith(moves.Keys);
        var missing = moves.Keys.Where(replica => !located.ContainsKey(replica)
            && arrived.GetValueOrDefault(replica)?.Node != moves[replica]).ToArray();
        // Replicas are taken in together, and given up where there are too few nodes for them.
        moved = [.. moves.Where(move => located.TryGetValue(move.Key, out var at) ? at.Node != move.Value : missing.Length == 0)
            .Select(move => move.Key), .. located.Keys.Where(replica => !moves.ContainsKey(replica))];
        var stepsDown = IsLeaving(office.Node);
        if (moved.Length == 0 && !stepsDown) return StayPlaced([.. Release(), .. Call(missing)]);
        Phase = RunPhase.Moving;
        var parts = moved.Where(moves.ContainsKey).GroupBy(replica => replica.AsExpert()).ToDictionary(
            part => part.Key, part => part.Select(replica => moves[replica]).ToArray());
        // A coordinator whose node leaves gives its part away as well, in the same go or when all experts have moved.
        var effects = Snapshot(parts, stepsDown ? [.. Ring(office.Node).Where(node => node != office.Node)] : []);
        return pendingKeeps.Count == 0 ? AfterMoveSnapshot() : effects;
    }

    // Until nodes come or go, or another look at the placement is due.
    private IReadOnlyList<CoordinatorEffect>? StayPlaced(IReadOnlyList<CoordinatorEffect> before)
    {
        placementDue = false;
        return before.Count > 0 ? [.. before, .. BetweenSteps(false, false)] : null;
    }

    private IReadOnlyList<CoordinatorEffect> AfterMoveSnapshot()
    {
        foreach (var replica in moved)
        {
            if (!moves!.ContainsKey(replica)) located.Remove(replica);
            else if (!located.ContainsKey(replica)) located[replica] = arrived[replica];
        }
        moving = moved.Length > 0;
        if (moving)
        {
            var recovery = Recover($"{moved.Length} experts move");
            movedAt = Step;
            return recovery;
        }
        Phase = RunPhase.Over;
        var note = new CoordinatorEffect.Note("handed_over", Step, new Dictionary<string, object?> { ["node"] = office.Node });
        return [note, .. Release(), new CoordinatorEffect.StepDown($"{office.Node} leaves")];
    }

    // Nodes that leave and hold no expert any more.
    private List<CoordinatorEffect> Release()
    {
        var effects = new List<CoordinatorEffect>();
        foreach (var (address, node) in nodes.Where(entry => entry.Value.Leaving && !entry.Value.Released).ToArray())
        {
            if (located.Values.Any(expert => expert.Node == address) || (address == office.Node && Phase != RunPhase.Over)) continue;
            nodes[address] = node with { Released = true };
            effects.Add(new CoordinatorEffect.TellNode(node.Agent, new NodeCommands.Released()));
        }
        return effects;
    }

    private SortedSet<string> KeepersOf(string part, long step)
    {
        var key = new KeptPart(part, step);
        if (!keepers.TryGetValue(key, out var where)) keepers[key] = where = new SortedSet<string>(StringComparer.Ordinal);
        return where;
    }

    private object[] AgentsOf(string[] where) => [.. where.Select(node => nodes[node].Agent)];

    private IReadOnlyList<CoordinatorEffect> ToAllNodes(object message) =>
        [.. nodes.Values.Select(node => new CoordinatorEffect.TellNode(node.Agent, message))];
}
