using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>Nodes and routers that come, leave or are lost.</summary>
public sealed partial class CoordinatorState
{
    private readonly SortedDictionary<string, PresentNode> nodes = new(StringComparer.Ordinal);
    private readonly SortedSet<string> expected = new(StringComparer.Ordinal);
    private readonly Dictionary<object, KnownRouter> routers = [];
    private readonly Dictionary<object, string> outOfReach = [];
    private readonly HashSet<string> distrusted = [];
    private RouterCommands.Begin? beginEpoch;
    private bool placementDue;
    private long assigned;

    /// <summary>A member of the cluster that will say what it can do.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.NodeExpected input)
    {
        if (!nodes.ContainsKey(input.Node)) expected.Add(input.Node);
        return [];
    }

    /// <summary>A node says that it is there, and what it can do.</summary>
    public IReadOnlyList<CoordinatorEffect> On(NodeEvents.Present present, object agent)
    {
        var address = present.Node.Address;
        expected.Remove(address);
        if (Phase == RunPhase.Over) return over is { } end ? [new CoordinatorEffect.TellNode(agent, end)] : Stale();
        if (WhyRefused(present, agent) is { } why)
            return [new CoordinatorEffect.TellNode(agent, new NodeCommands.Refuse(why)), .. AnnounceIfAllPresent()];
        if (nodes.TryGetValue(address, out var known) && known.Agent.Equals(agent))
        {
            if (known.Leaving == present.Leaving) return known.Released ? [new CoordinatorEffect.TellNode(agent,
                new NodeCommands.Released())] : [];
            nodes[address] = known with { Leaving = present.Leaving };
            (progressed, placementDue) = (true, true);
            ForgetMoves();
            return HandOut([]);
        }
        // The same address with another agent: the node was started anew, and what was on it has gone.
        IReadOnlyList<CoordinatorEffect> lost = known is null
            ? [] : On(new CoordinatorInput.NodeGone(address, $"{address} was started anew"));
        nodes[address] = new PresentNode(agent, present.Node, present.Leaving, present.Epoch, present.Experts);
        (progressed, placementDue, snapshotDue) = (true, true, true);
        ForgetMoves();
        return
        [
            .. lost, new CoordinatorEffect.TellNode(agent, new NodeCommands.Welcome(Epoch)),
            new CoordinatorEffect.TellNode(agent, Plan()), .. ListIfGathering(agent),
            .. AnnounceIfAllPresent(),
        ];
    }

    /// <summary>A node is lost, with its experts, its router and its snapshots.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.NodeGone gone)
    {
        // An agent whose end is heard of when its node is there again, started anew, has been given up already.
        if (gone.Agent is { } agent && nodes.TryGetValue(gone.Node, out var known) && !known.Agent.Equals(agent)) return [];
        expected.Remove(gone.Node);
        if (Phase == RunPhase.Over) return [];
        if (!nodes.Remove(gone.Node)) return AnnounceIfAllPresent();
        (progressed, placementDue, snapshotDue) = (true, true, true);
        ForgetMoves();
        foreach (var kept in keepers.Values) kept.Remove(gone.Node);
        pendingKeeps.RemoveWhere(keep => keep.Node == gone.Node);
        keeps.RemoveWhere(keep => keep.Node == gone.Node);
        var note = new CoordinatorEffect.Note("node_lost", Step, new Dictionary<string, object?>
        {
            ["node"] = gone.Node,
            ["reason"] = gone.Reason,
        });
        LoseArrived(replica => replica.Node == gone.Node);
        var lost = located.Where(entry => entry.Value.Node == gone.Node).Select(entry => entry.Key).ToArray();
        var handedOut = routers.Where(router => router.Value.Node == gone.Node).Select(router => router.Key).ToArray()
            .SelectMany(router => On(new CoordinatorInput.RouterGone(router))).ToArray();
        var stranded = lost.Length > 0 || Phase is RunPhase.Gathering or RunPhase.Restoring or RunPhase.Moving;
        return stranded ? [note, .. Lose(lost, $"{gone.Node} is lost")] : [note, .. handedOut];
    }

    /// <summary>A router is lost: its micro-batches go to others.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.RouterGone gone)
    {
        if (!routers.Remove(gone.Router)) return [];
        var left = running.Values.Where(run => run.Router.Equals(gone.Router)).Select(run => run.Plan).ToArray();
        var effects = new List<CoordinatorEffect>();
        foreach (var plan in left)
        {
            running.Remove(plan.Key.Index);
            effects.AddRange(HandOutAgain(plan, "its router is lost"));
        }
        return effects;
    }

    /// <summary>A router says how much it takes at once.</summary>
    public IReadOnlyList<CoordinatorEffect> On(RouterEvents.Pull pull, object router)
    {
        if (!routers.TryGetValue(router, out var known) || known.Slots != pull.Slots)
            routers[router] = new KnownRouter(pull.Node, pull.Slots, known?.LastAssigned ?? 0);
        return HandOut(pull.Epoch < Epoch && IsSettled ? [new CoordinatorEffect.BeginRouter(router, BeginEpoch())] : []);
    }

    // A node that was out of reach may take part again when it is started anew: its agent is another then.
    private string? WhyRefused(NodeEvents.Present present, object agent) => present.RunHash == office.RunHash
        ? outOfReach.GetValueOrDefault(agent)
        : $"its run differs from the one that is being trained: {RunTextDifferences.Of(office.RunText, present.RunText)}. "
            + "Start the node with the run file of the run it is to join.";

    // A newcomer that gets nothing of what moves to it would hold up the others for ever. Of those that hold experts none is refused: it
    // may be the giver that is out of reach, and steps would be lost with them.
    private IReadOnlyList<CoordinatorEffect> RefuseOutOfReach()
    {
        var refused = pendingKeeps.Select(keep => keep.Node).Distinct()
            .Where(node => node != office.Node && located.Values.All(expert => expert.Node != node))
            .Order(StringComparer.Ordinal).ToArray();
        var effects = new List<CoordinatorEffect>();
        foreach (var node in refused)
        {
            var agent = nodes[node].Agent;
            var why = $"the data plane of {node} is out of reach of other nodes, or theirs of it: what was sent again and again so that "
                + "experts can move has not arrived. Expected the same training.node.data-plane.token, or certificates of one authority, "
                + "on every node, and open data ports between all of them. Mend that and start the node again.";
            outOfReach[agent] = why;
            distrusted.Add(node);
            effects.Add(new CoordinatorEffect.TellNode(agent, new NodeCommands.Refuse(why)));
            effects.AddRange(On(new CoordinatorInput.NodeGone(node, why)));
        }
        return refused.Length > 0 ? effects : SnapshotAgain();
    }

    private bool IsLeaving(string node) => nodes.TryGetValue(node, out var known) && known.Leaving;

    private IReadOnlyList<NodeDescription> Staying() => [.. nodes.Values.Where(node => !node.Leaving).Select(node => node.Description)];

    // Under a new coordinator experts live on, and only their nodes know where.
    private Dictionary<ExpertId, string> LivingPlaces()
    {
        var living = new Dictionary<ExpertId, string>();
        if (!begun)
        {
            foreach (var (address, node) in nodes)
            {
                foreach (var expert in node.Experts) living[expert] = address;
            }
        }
        foreach (var (expert, place) in located.Where(entry => nodes.ContainsKey(entry.Value.Node))) living[expert] = place.Node;
        return living;
    }

    private Dictionary<ExpertId, string> Places() => located.ToDictionary(entry => entry.Key, entry => entry.Value.Node);

    private CoordinatorEffect.TellExpert ToExpert(IToExpert command) => new(ActorOf(command.Expert), command);

    // One map for all routers: large clusters have many of both.
    private RouterCommands.Begin BeginEpoch() => beginEpoch is { } made && made.Epoch == Epoch
        ? made
        : beginEpoch = new(Epoch, experts.SelectMany(settings.Replicas.All).ToDictionary(replica => replica, ActorOf));

    // Heard and experts are as they were when the node came.
    private sealed record PresentNode(
        object Agent, NodeDescription Description, bool Leaving, long Heard, IReadOnlyList<ExpertId> Experts, bool Released = false);

    private sealed record KnownRouter(string Node, int Slots, long LastAssigned);
}
