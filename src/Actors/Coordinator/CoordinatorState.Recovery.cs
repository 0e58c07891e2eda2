using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Going on from what there is: a run's beginning, the loss of an expert, of a coordinator or of everything, and a move are
/// one path. A new epoch fences all older work; experts and nodes say what they hold; the newest state that every part has
/// is chosen, in memory or on disk; all take it over; and the steps since are computed again, to the same bits.
/// </summary>
public sealed partial class CoordinatorState
{
    /// <summary>Ticks without progress after which experts may stay elsewhere than they were placed.</summary>
    public const int PlacementPatience = 20;

    /// <summary>Recoveries in a row that may fail before snapshots in memory are left aside for the checkpoint.</summary>
    public const int RecoveriesMax = 5;

    private const long NoStep = -1;

    private readonly SortedDictionary<ExpertId, LocatedExpert> located = [];
    private readonly Dictionary<ExpertId, ExpertEvents.Ready> ready = [];
    private readonly Dictionary<KeptPart, SortedSet<string>> keepers = [];
    private readonly HashSet<string> listed = [];
    private readonly SortedDictionary<ExpertId, ExpertCommands.Restore> unrestored = [];
    private Dictionary<ExpertId, string> placed = [];
    private CoordinatorEffect.RestoreOwn? ownUnrestored;
    private long? durable;
    private string reason = "";
    private bool begun;
    private bool epochOpen;
    private bool announced;
    private bool waitedLong;
    private long? movedAt;
    private bool moving;
    private int patience;
    private int recoveries;

    // Every expert has the state of this epoch.
    private bool IsSettled => Phase is not (RunPhase.Idle or RunPhase.Gathering or RunPhase.Restoring or RunPhase.Over);

    /// <summary>The epoch is open: nobody of an older one can commit any more.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.EpochOpened opened)
    {
        if (Phase != RunPhase.Gathering || epochOpen || opened.Epoch <= Epoch) return Stale();
        Epoch = opened.Epoch;
        (epochOpen, progressed, patience) = (true, true, 0);
        ready.Clear();
        listed.Clear();
        keepers.Clear();
        return [.. TakeOver(opened.Operations), .. AnnounceIfAllPresent()];
    }

    /// <summary>Another coordinator has opened a higher epoch: this one's time is over, the run's is not.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.Deposed deposed)
    {
        if (Phase == RunPhase.Over) return [];
        Phase = RunPhase.Over;
        return [new CoordinatorEffect.StepDown($"epoch {deposed.Epoch} is open, this coordinator's is {Epoch}")];
    }

    /// <summary>An expert says what it holds.</summary>
    public IReadOnlyList<CoordinatorEffect> On(ExpertEvents.Ready said, object actor)
    {
        if (said.Epoch != Epoch || !epochOpen || Phase == RunPhase.Over || !nodes.ContainsKey(said.Node)) return Stale();
        // One that is being moved away from where it says it is.
        if (placed.TryGetValue(said.Expert, out var node) && node != said.Node) return Stale();
        if (Phase != RunPhase.Gathering)
        {
            if (!located.TryGetValue(said.Expert, out var known)) return Arrive(said, actor);
            return known.Incarnation == said.Incarnation ? Stale() : Lose([said.Expert], $"{said.Expert} was started anew");
        }
        if (!awaited.Contains(said.Expert)) return Stale();
        progressed = true;
        ready[said.Expert] = said;
        located[said.Expert] = new LocatedExpert(said.Node, said.Incarnation, actor);
        return RestoreIfGathered();
    }

    /// <summary>A node says which snapshots it keeps.</summary>
    public IReadOnlyList<CoordinatorEffect> On(NodeEvents.Snapshots said)
    {
        if (said.Epoch != Epoch || Phase != RunPhase.Gathering || !nodes.ContainsKey(said.Node)) return Stale();
        progressed = true;
        foreach (var part in said.Parts) KeepersOf(part.Part, part.Step).Add(said.Node);
        listed.Add(said.Node);
        return RestoreIfGathered();
    }

    /// <summary>An expert has taken over its state.</summary>
    public IReadOnlyList<CoordinatorEffect> On(ExpertEvents.Restored restored)
    {
        if (restored.Epoch != Epoch || Phase != RunPhase.Restoring) return Stale();
        progressed |= unrestored.Remove(restored.Expert);
        return GoOnIfRestored();
    }

    /// <summary>An expert could not take over its state: another state has to be chosen.</summary>
    public IReadOnlyList<CoordinatorEffect> On(ExpertEvents.NotRestored failed) =>
        failed.Epoch != Epoch || Phase != RunPhase.Restoring || !unrestored.ContainsKey(failed.Expert)
            ? Stale()
            : Recover($"{failed.Expert} could not take over its state: {failed.Reason}");

    /// <summary>The coordinator's own part is in place.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.OwnRestored restored)
    {
        if (restored.Epoch != Epoch || Phase != RunPhase.Restoring) return Stale();
        (ownUnrestored, progressed) = (null, true);
        restingUntil.Clear();
        foreach (var (task, step) in restored.RestingUntil) restingUntil[task] = step;
        voidedInARow = restored.VoidedInARow;
        (roster, use) = restored.Roster is { } kept ? RosterFrom(kept) : RosterAtStart();
        return GoOnIfRestored();
    }

    /// <summary>The coordinator's own part could not be had: another state has to be chosen.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.OwnNotRestored failed) =>
        failed.Epoch != Epoch || Phase != RunPhase.Restoring ? Stale() : Recover($"the coordinator's own part: {failed.Reason}");

    /// <summary>An expert's actor has stopped.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.ExpertGone gone)
    {
        LoseArrived(replica => replica.Incarnation == gone.Incarnation);
        return located.TryGetValue(gone.Expert, out var known) && known.Incarnation == gone.Incarnation
            && !(Phase == RunPhase.Gathering && !ready.ContainsKey(gone.Expert))
            ? Lose([gone.Expert], $"{gone.Expert} is lost")
            : [];
    }

    private IReadOnlyList<CoordinatorEffect> Recover(string why)
    {
        if (Phase == RunPhase.Over || (Phase == RunPhase.Gathering && !epochOpen)) return [];
        if (Phase is not (RunPhase.Gathering or RunPhase.Restoring)) reason = why;
        recoveries++;
        movedAt = null;
        Phase = RunPhase.Gathering;
        // Nothing of the epoch before may complete a gathering until the new one is open.
        (epochOpen, announced, progressed) = (false, false, true);
        ForgetSnapshots();
        unrestored.Clear();
        called.Clear();
        arrived.Clear();
        (ownUnrestored, turningOver) = (null, null);
        ClearStep();
        return [new CoordinatorEffect.OpenEpoch(why)];
    }

    private IReadOnlyList<CoordinatorEffect> AnnounceIfAllPresent()
    {
        if (Phase != RunPhase.Gathering || !epochOpen || announced || expected.Count > 0 || nodes.Count < NodesWanted) return [];
        var there = LivingPlaces();
        IReadOnlyList<CoordinatorEffect> notes = [];
        if (Staying().Count == 0) placed = [];
        else if (Keeping(there) is { } kept) placed = kept;
        else
        {
            (var seats, notes) = PlaceIfRoom(there);
            // Nodes that leave keep experts until there is room elsewhere.
            seats ??= Planned([.. nodes.Values.Select(node => node.Description)], there, Pins()).Seats;
            if (seats is null) return [.. notes, .. EndWithoutRoom()];
            placed = seats.ToDictionary();
        }
        announced = true;
        AwaitReplicas(there);
        return
        [
            .. notes, .. ToAllNodes(Plan()), .. awaited.Order().Select(Announce),
            .. ToAllNodes(new NodeCommands.ListSnapshots(Epoch)),
        ];
    }

    // A run that has begun goes on with those that are left, also under a new coordinator. When all have just started, it is the
    // cluster that begins: others are on their way, and waiting for them a while saves moving experts to them.
    private int NodesWanted => Epoch == 0 || (!begun && !waitedLong && nodes.Values.All(node => node.Heard < 0)) ? office.NodesMin : 1;

    // What moves without having left its state where it moves to would lose it. So moves are as they were decided, whoever has come
    // since; and where a replica of everything lives, all stay where they are.
    private Dictionary<ExpertId, string>? Keeping(Dictionary<ExpertId, string> there) =>
        moving ? moves!.Values.All(nodes.ContainsKey) ? moves!.ToDictionary() : null
        : experts.All(expert => settings.Replicas.All(expert).Any(there.ContainsKey)) ? there
        : null;

    private IReadOnlyList<CoordinatorEffect> ListIfGathering(object agent) => Phase == RunPhase.Gathering && announced
        ? [new CoordinatorEffect.TellNode(agent, new NodeCommands.ListSnapshots(Epoch))]
        : [];

    private NodeCommands.Place Plan() => new(Epoch, placed, [.. nodes.Keys]);

    private CoordinatorEffect.Summon Announce(ExpertId expert) => new(new ExpertCommands.Announce(expert, Epoch));

    private IReadOnlyList<CoordinatorEffect> RestoreIfGathered()
    {
        if (!announced || ready.Count < awaited.Count || !nodes.Keys.All(listed.Contains)) return [];
        long? own = ownIntact ? Step : null;
        var kept = keepers.Where(entry => entry.Value.Count > 0).ToLookup(entry => entry.Key.Part, entry => entry.Key.Step);
        var (step, source) = NewestCommonState(kept, own);
        // The nodes must not drop it before a newer one is whole, also when another coordinator had it made.
        wholeSnapshot = NewestOfAll(kept[OwnPart], expert => kept[expert.ToString()]);
        Phase = RunPhase.Restoring;
        Step = step;
        foreach (var left in located.Keys.Where(replica => !ready.ContainsKey(replica)).ToArray()) located.Remove(left);
        foreach (var replica in awaited)
        {
            if (RestoreOf(replica, step, source) is { } restore) unrestored[replica] = restore;
            else located.Remove(replica);
        }
        ownUnrestored = source != StateSource.Snapshot ? new(Epoch, step, source, null)
            : own == step ? new(Epoch, step, StateSource.Own, null)
            : new(Epoch, step, source, KeeperOf(OwnPart, step, office.Node));
        ownIntact = ownUnrestored.Source == StateSource.Own;
        return [.. unrestored.Values.Select(ToExpert), ownUnrestored];
    }

    // In memory if every part is somewhere; else on disk; else from the beginning, which leads to the same weights.
    private (long Step, StateSource Source) NewestCommonState(ILookup<string, long> kept, long? own)
    {
        var held = ready.Values.Where(said => said.Version is not null)
            .ToLookup(said => said.Expert.AsExpert(), said => said.Version!.Value);
        var inMemory = recoveries > RecoveriesMax ? NoStep : NewestOfAll(
            own is { } intact ? kept[OwnPart].Append(intact) : kept[OwnPart],
            expert => held[expert].Concat(kept[expert.ToString()]));
        if (inMemory != NoStep && inMemory >= (durable ?? NoStep)) return (inMemory, StateSource.Snapshot);
        return durable is { } step ? (step, StateSource.Checkpoint) : (0, StateSource.Initial);
    }

    // The newest step that the coordinator's own part and every expert have.
    private long NewestOfAll(IEnumerable<long> own, Func<ExpertId, IEnumerable<long>> ofExpert)
    {
        var common = own.ToHashSet();
        foreach (var expert in experts) common.IntersectWith(ofExpert(expert));
        return common.Count > 0 ? common.Max() : NoStep;
    }

    // Null: only other replicas have it. Then they go on, and this one is taken in again between two steps.
    private ExpertCommands.Restore? RestoreOf(ExpertId replica, long step, StateSource source)
    {
        if (source != StateSource.Snapshot) return new(replica, Epoch, step, source);
        if (ready[replica].Version == step) return new(replica, Epoch, step, StateSource.Own);
        var part = replica.AsExpert().ToString();
        return keepers.GetValueOrDefault(new KeptPart(part, step)) is { Count: > 0 }
            ? new(replica, Epoch, step, source, KeeperOf(part, step, located[replica].Node))
            : null;
    }

    // The node itself if it keeps the part, else the first that does.
    private object KeeperOf(string part, long step, string near)
    {
        var where = keepers[new KeptPart(part, step)];
        return nodes[where.Contains(near) ? near : where.First()].Agent;
    }

    private IReadOnlyList<CoordinatorEffect> GoOnIfRestored()
    {
        if (unrestored.Count > 0 || ownUnrestored is not null) return [];
        (ownIntact, snapshotDue, recoveries, moving) = (true, true, 0, false);
        placementDue |= !AllAreThere();
        var kind = !begun ? Step == 0 ? "started" : "resumed" : movedAt == Step ? "moved" : "recovered";
        var note = new CoordinatorEffect.Note(kind, Step, new Dictionary<string, object?>
        {
            ["epoch"] = Epoch,
            ["reason"] = reason,
            ["nodes"] = nodes.Count,
            ["tasks"] = tasks.Count,
        });
        begun = true;
        Phase = RunPhase.BetweenSteps;
        var begin = BeginEpoch();
        return [note, .. routers.Keys.Select(router => new CoordinatorEffect.BeginRouter(router, begin)), .. BetweenStepsAgain()];
    }

    private sealed record LocatedExpert(string Node, long Incarnation, object Actor);
}
