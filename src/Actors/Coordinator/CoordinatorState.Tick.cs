using Moe.Actors.Messages;

namespace Moe.Actors.Coordinator;

/// <summary>What was lost on the way is asked for again: everything that made no progress between two ticks.</summary>
public sealed partial class CoordinatorState
{
    // Ticks without progress before tensors are asked for again, doubled every time: what is only slow grows slower by asking.
    private const int TensorPatience = 4;
    private const int TensorPatienceMax = 64;
    private const int TensorPatienceWithDistrusted = 16;

    private int idleTicks;
    private int tensorPatience = TensorPatience;

    // A node that was out of reach in another life, and is started again and again, must not cost the full time each time.
    private int PatienceMax =>
        Phase == RunPhase.Moving && pendingKeeps.Count > 0 && pendingKeeps.All(keep => distrusted.Contains(keep.Node))
            ? TensorPatienceWithDistrusted
            : TensorPatienceMax;

    /// <summary>Time has passed.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Tick _)
    {
        IReadOnlyList<CoordinatorEffect> calls = IsSettled ? [.. CallAgain(), .. Drain(), .. HandOut([])] : [];
        // Nothing else has it look whether nodes come or leave, or the run is to stop.
        if (Phase == RunPhase.Paused) return [.. calls, .. BetweenStepsAgain()];
        if (progressed)
        {
            (progressed, idleTicks, tensorPatience) = (false, 0, TensorPatience);
            return calls;
        }
        return IsToWait() ? calls : [.. calls, .. AskAgain()];
    }

    // Snapshots of experts that move, and the gradients that replicas give each other.
    private bool IsToWait()
    {
        var carriesTensors = Phase == RunPhase.Moving
            || (Phase == RunPhase.Preparing && touchedExperts.Any(expert => settings.Replicas.Of(expert) > 1));
        if (!carriesTensors) return false;
        if (++idleTicks < Math.Min(tensorPatience, PatienceMax)) return true;
        // Above the most: it has been waited that long, and in vain.
        (idleTicks, tensorPatience) = (0, 2 * Math.Min(tensorPatience, PatienceMax));
        return false;
    }

    private IReadOnlyList<CoordinatorEffect> AskAgain()
    {
        return Phase switch
        {
            RunPhase.Gathering when epochOpen => announced ? GatherAgain() : GoOnWithoutExpected(),
            RunPhase.Restoring => [.. unrestored.Values.Select(ToExpert), .. ownUnrestored is { } own ? [own]
                : Array.Empty<CoordinatorEffect>()],
            RunPhase.Moving => tensorPatience <= PatienceMax ? SnapshotAgain() : RefuseOutOfReach(),
            RunPhase.BetweenSteps => [new CoordinatorEffect.Remind()],
            RunPhase.Running => [.. running.Values.Select(run => new CoordinatorEffect.Assign(run.Router, run.Plan))],
            // What a replica lacks may be what another gave it and was lost.
            RunPhase.Preparing => [.. touchedExperts.Where(expert =>
                ReplicasThere(expert).Any(replica => !squaredNorms.ContainsKey(replica))).SelectMany(PreparesOf)],
            RunPhase.Committing or RunPhase.Voiding => [.. uncommitted.Order().Select(CommitOf)],
            _ => [],
        };
    }

    // Neither a member that never says what it can do nor one that never comes must hold up the others for long.
    private IReadOnlyList<CoordinatorEffect> GoOnWithoutExpected()
    {
        if (++patience < PlacementPatience) return [];
        (patience, progressed, waitedLong) = (0, true, true);
        expected.Clear();
        return AnnounceIfAllPresent();
    }

    private IReadOnlyList<CoordinatorEffect> GatherAgain()
    {
        if (++patience == PlacementPatience) placed = [];
        return
        [
            .. ToAllNodes(Plan()),
            .. awaited.Where(replica => !ready.ContainsKey(replica)).Order().Select(Announce),
            .. nodes.Where(node => !listed.Contains(node.Key)).Select(node =>
                new CoordinatorEffect.TellNode(node.Value.Agent, new NodeCommands.ListSnapshots(Epoch))),
        ];
    }
}
