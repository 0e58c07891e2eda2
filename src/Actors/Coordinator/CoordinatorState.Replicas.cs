using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Replicas of experts. What decides the bits is which micro-batches belong to a replica, not where they are served: when one is
/// lost, the next that lives serves them too, from the same version, and only the step in work is done again. The lost one is
/// called anew meanwhile, and taken in between two steps, as an expert is that moves.
/// </summary>
public sealed partial class CoordinatorState
{
    private readonly HashSet<ExpertId> awaited = [];
    private readonly HashSet<ExpertId> called = [];
    private readonly Dictionary<ExpertId, LocatedExpert> arrived = [];
    private string? turningOver;

    /// <summary>The replicas that take part in this epoch.</summary>
    public IReadOnlyCollection<ExpertId> Replicas => located.Keys;

    /// <summary>The actor of a replica, or of the one that serves for it.</summary>
    public object ActorOf(ExpertId expert) => located[ServerOf(expert)].Actor;

    // The replica itself, or the next that is there.
    private ExpertId ServerOf(ExpertId replica)
    {
        var count = settings.Replicas.Of(replica);
        for (var further = 0; further < count; further++)
        {
            var next = replica with { Replica = (replica.Replica + further) % count };
            if (located.ContainsKey(next)) return next;
        }
        throw new InvalidOperationException($"No replica of {replica.AsExpert()} takes part in epoch {Epoch}.");
    }

    private IEnumerable<ExpertId> ReplicasThere(ExpertId expert) => settings.Replicas.All(expert).Where(located.ContainsKey);

    private bool AllAreThere() => experts.Sum(settings.Replicas.Of) == located.Count;

    // With all of them prepared, those that are left end the step before anything else: nobody can go back behind it.
    private IReadOnlyList<CoordinatorEffect> Lose(IReadOnlyList<ExpertId> lost, string why)
    {
        bool HasOther(ExpertId replica) => ReplicasThere(replica.AsExpert()).Any(
            other => !lost.Contains(other) && nodes.ContainsKey(located[other].Node));
        var replaced = lost.Where(HasOther).ToArray();
        foreach (var replica in replaced) located.Remove(replica);
        if (Phase is not (RunPhase.Committing or RunPhase.Voiding) || replaced.Length < lost.Count) return Recover(why);
        uncommitted.ExceptWith(lost);
        (turningOver, progressed) = (why, true);
        return EndStepIfCommitted();
    }

    // Those that live; and all planned ones of an expert of which none does.
    private void AwaitReplicas(IReadOnlyDictionary<ExpertId, string> there)
    {
        awaited.Clear();
        awaited.UnionWith(there.Keys);
        foreach (var expert in experts.Where(expert => !settings.Replicas.All(expert).Any(there.ContainsKey)))
        {
            awaited.UnionWith(settings.Replicas.All(expert).Where(placed.ContainsKey));
            if (!settings.Replicas.All(expert).Any(placed.ContainsKey)) awaited.Add(expert);
        }
    }

    // Between two steps: replicas that are planned, and not there, are started in the background.
    private List<CoordinatorEffect> Call(IReadOnlyCollection<ExpertId> missing)
    {
        called.Clear();
        called.UnionWith(missing);
        return CallAgain();
    }

    private List<CoordinatorEffect> CallAgain()
    {
        if (called.Count == 0) return [];
        placed = Places();
        foreach (var replica in called) placed[replica] = moves![replica];
        return [.. ToAllNodes(Plan()), .. called.Order().Select(Announce)];
    }

    private IReadOnlyList<CoordinatorEffect> Arrive(ExpertEvents.Ready said, object actor)
    {
        if (!called.Remove(said.Expert)) return Stale();
        arrived[said.Expert] = new LocatedExpert(said.Node, said.Incarnation, actor);
        placementDue |= called.Count == 0;
        return [];
    }

    // Replicas that had arrived, or were on their way, and are lost again.
    private void LoseArrived(Func<LocatedExpert, bool> isLost)
    {
        foreach (var replica in arrived.Where(entry => isLost(entry.Value)).Select(entry => entry.Key).ToArray())
        {
            arrived.Remove(replica);
            placementDue = true;
        }
    }

    private ReplicaGroup? GroupOf(ExpertId expert)
    {
        if (settings.Replicas.Of(expert) == 1) return null;
        var shares = settings.Replicas.All(expert).Where(touched.ContainsKey)
            .Select(replica => new GradientShare(replica, touched[replica], ServerOf(replica)));
        // Experts lead in turns, so that sums are made, and gradients travel, everywhere.
        var lead = expert with { Replica = ((int)expert.Kind + expert.Layer + expert.Number) % settings.Replicas.Of(expert) };
        return new ReplicaGroup(
            ServerOf(lead), [.. shares], ReplicasThere(expert).ToDictionary(replica => replica, replica => located[replica].Actor));
    }

    // Replicas hold the same weights and have the same sum: its norm has to have the same bits.
    private CoordinatorEffect[]? FailIfReplicasDiffer()
    {
        foreach (var expert in touchedExperts.Where(expert => settings.Replicas.Of(expert) > 1))
        {
            var norms = ReplicasThere(expert).Select(replica => (Replica: replica, Norm: squaredNorms[replica])).ToArray();
            if (norms.All(one => one.Norm.Equals(norms[0].Norm))) continue;
            var found = string.Join(", ", norms.Select(one => $"{one.Norm:R} at {one.Replica} on {located[one.Replica].Node}"));
            return [.. Fail(FailureKind.Replicas, "comparing replicas", new EnvironmentException(
                $"The replicas of {expert} have summed the same gradients of step {Step} to different squared norms: {found}; expected "
                + "the same bits. Replicas need the same libtorch and the same kind of device; with those, look for faulty memory. "
                + "The last checkpoint is whole; go on with --resume."))];
        }
        return null;
    }
}
