using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Simulation;
using Moe.Actors.Supervision;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>The coordinator's own work, one piece after the other, and what it collects from experts between steps.</summary>
internal sealed partial class CoordinatorProcess
{
    private readonly Queue<Func<object?>> waiting = new();
    private readonly HashSet<ExpertId> touched = [];
    private readonly SortedDictionary<string, string> savedParts = new(StringComparer.Ordinal);
    private CoordinatorEffect.RestoreOwn? fetching;
    private OwnPart own = OwnPart.Initial;
    private OwnPart? beforeDraw;
    private long savingStep = -1;
    private bool working;

    private IEnumerable<SimulatedEffect> CarryBetweenSteps(CoordinatorEffect effect)
    {
        var epoch = state.Epoch;
        switch (effect)
        {
            case CoordinatorEffect.OpenEpoch:
                waiting.Clear();
                (savingStep, takeover, fetching) = (-1, null, null);
                return Work(() => run.Store.OpenEpoch(epoch) is { } opened
                    ? new CoordinatorInput.EpochOpened(opened) { Operations = run.Store.TakeOperations(opened) }
                    : new CoordinatorInput.Deposed(run.Store.NewestEpoch));
            case CoordinatorEffect.RestoreOwn restore:
                return RestoreOwn(restore);
            case CoordinatorEffect.SnapshotOwn copy:
                var copied = new SortedDictionary<int, long>(state.RestingUntil.ToDictionary());
                var voided = state.VoidedInARow;
                return Work(() => new Copied(copy, (own with { Resting = copied, Voided = voided, Roster = copy.Roster }).Text));
            case CoordinatorEffect.Draw draw:
                return Work(() => new CoordinatorInput.Drawn(epoch, draw.Step, Drawn(draw)));
            case CoordinatorEffect.MeasureRoutes measure:
                return Work(() => IsDeposed(epoch)
                    ? new CoordinatorInput.Deposed(run.Store.NewestEpoch)
                    : new CoordinatorInput.RoutesMeasured(epoch, measure.Step, 1));
            case CoordinatorEffect.CommitRoutes commit:
                return Work(() =>
                {
                    beforeDraw = null;
                    if (commit.Apply) own = own with { Value = (own.Value * 31) + (ulong)commit.Step };
                    return new CoordinatorInput.RoutesCommitted(epoch, commit.Step);
                });
            case CoordinatorEffect.KeepOperations keep:
                return Work(() =>
                {
                    run.Store.KeepOperations(keep.Epoch, keep.Operations);
                    return IsDeposed(keep.Epoch)
                        ? new CoordinatorInput.Deposed(run.Store.NewestEpoch)
                        : new CoordinatorInput.OperationsKept(keep.Epoch);
                });
            case CoordinatorEffect.Answer answer:
                if (answer.Message.Refusal is null) run.Record.Accepted[answer.Message.Id] = answer.Message.Step;
                return [];
            case CoordinatorEffect.Evaluate evaluate:
                return Work(() => new CoordinatorInput.Evaluated(epoch, evaluate.Step));
            case CoordinatorEffect.Checkpoint checkpoint:
                (savingStep, takeover) = (checkpoint.Step, null);
                savedParts.Clear();
                return AskAgain();
            case CoordinatorEffect.Grow grow:
                return Grow(grow);
            case CoordinatorEffect.ChangeExpert change:
                return Change(change);
            case CoordinatorEffect.LookAtRoutes look:
                return Work(() => new CoordinatorInput.RoutesSeen(epoch, look.Step, NoShares));
            case CoordinatorEffect.Remind:
                return AskAgain();
            default:
                throw new InvalidOperationException($"{effect} is new.");
        }
    }

    private IReadOnlyList<CoordinatorEffect> TakeBetweenSteps(object message)
    {
        switch (message)
        {
            case ExpertEvents.PartSaved saved when saved.Epoch == state.Epoch && saved.Step == savingStep:
                savedParts[saved.Part.File] = saved.Part.Sha256;
                return savedParts.Count == SmallRun.Shape.AllExperts().Count() ? CommitCheckpoint() : [];
            case ExpertEvents.StateOffered offered when offered.Epoch == state.Epoch && takeover is { } running
                && offered.Step == running.Step && offered.For is { } taker && growing.Contains(taker):
                return [new CoordinatorEffect.TellExpert(state.ActorOf(taker),
                    new ExpertCommands.TakeState(taker, state.Epoch, running.Step, offered.State, 0, running.Share))];
            case ExpertEvents.StateTaken taken when taken.Epoch == state.Epoch && takeover is { } running && growing.Remove(taken.Expert):
                if (growing.Count > 0) return [];
                takeover = null;
                pending.AddRange(Work(() => running.End));
                return [];
            case ExpertEvents.PartSaved or ExpertEvents.StateOffered or ExpertEvents.StateTaken:
                return [];
            default:
                throw new InvalidOperationException($"The coordinator does not know {message}.");
        }
    }

    private IEnumerable<SimulatedEffect> AskAgain()
    {
        if (savingStep >= 0)
        {
            return SmallRun.Shape.AllExperts().Where(expert => !savedParts.ContainsKey(expert.ToString())).Select(expert =>
                Send(state.ActorOf(expert), new ExpertCommands.SavePart(expert, state.Epoch, savingStep)));
        }
        if (takeover is not { } running) return [];
        return growing.Select(taker => Send(state.ActorOf(running.GiverOf(taker)), new ExpertCommands.OfferState(
            running.GiverOf(taker), state.Epoch, running.Step, Whole: true, taker)));
    }

    private IReadOnlyList<CoordinatorEffect> CommitCheckpoint()
    {
        var (epoch, step) = (state.Epoch, savingStep);
        var parts = savedParts.ToDictionary();
        var resting = new SortedDictionary<int, long>(state.RestingUntil.ToDictionary());
        var text = (own with { Resting = resting, Voided = state.VoidedInARow, Roster = state.RosterSnapshot }).Text;
        savingStep = -1;
        pending.AddRange(Work(() =>
        {
            if (IsDeposed(epoch)) return new CoordinatorInput.Deposed(run.Store.NewestEpoch);
            run.Store.Save(step, CoordinatorState.OwnPart, text);
            parts[CoordinatorState.OwnPart] = text;
            run.Store.Commit(step, parts);
            return new CoordinatorInput.CheckpointWritten(epoch, step);
        }));
        return [];
    }

    private bool IsDeposed(long epoch) => run.Store.NewestEpoch > epoch;

    private MicroBatchPlan[] Drawn(CoordinatorEffect.Draw draw)
    {
        run.Record.Holds(draw.Step, own);
        run.Record.Plans(draw.Step, run.Store.Operations.Count);
        var resting = draw.RestingTasks.Order().Aggregate(0UL, (hash, task) => (hash * 31) + (ulong)task + 1);
        var position = own.Position;
        (beforeDraw, own) = (own, own with { Position = position + 1 });
        var plans = SimulatedPlans.Of(run.Settings.PlanSeed + (resting * 1000) + OffHash(draw.Experts), position, run.Training.Replicas)
            .Select(plan => plan with { Key = plan.Key with { Step = draw.Step } }).ToArray();
        touched.Clear();
        foreach (var plan in plans)
        {
            foreach (var replica in plan.After.Keys)
            {
                touched.Add(replica.AsExpert());
                run.Record.ExactlyOnce.Planned(draw.Step, plan.Key.Index, replica);
            }
        }
        return plans;
    }

    private IEnumerable<SimulatedEffect> RestoreOwn(CoordinatorEffect.RestoreOwn restore)
    {
        switch (restore.Source)
        {
            case StateSource.Own:
                var (resting, voided, roster) = (state.RestingUntil.ToDictionary(), state.VoidedInARow, state.RosterSnapshot);
                return Work(() =>
                {
                    own = beforeDraw ?? own;
                    beforeDraw = null;
                    return new CoordinatorInput.OwnRestored(restore.Epoch, restore.Step, resting, voided) { Roster = roster };
                });
            case StateSource.Snapshot:
                fetching = restore;
                return
                [
                    Send(restore.Keeper!, new NodeCommands.Give(CoordinatorState.OwnPart, restore.Step)),
                    new SimulatedEffect.Timer(TimeSpan.FromSeconds(10), new NotGiven(restore)),
                ];
            default:
                return Work(() => Restored(restore, restore.Source == StateSource.Initial
                    ? OwnPart.Initial
                    : OwnPart.Parse(run.Store.Load(restore.Step, CoordinatorState.OwnPart))));
        }
    }

    private IReadOnlyList<CoordinatorEffect> OwnGiven(NodeEvents.Given given)
    {
        if (fetching is not { } restore || restore.Step != given.Step || restore.Epoch != state.Epoch) return [];
        fetching = null;
        if (given.Text is not { } text) return state.On(new CoordinatorInput.OwnNotRestored(restore.Epoch, "it is not kept"));
        pending.AddRange(Work(() => Restored(restore, OwnPart.Parse(text))));
        return [];
    }

    private IReadOnlyList<CoordinatorEffect> OwnNotGiven(CoordinatorEffect.RestoreOwn restore)
    {
        if (fetching != restore) return [];
        fetching = null;
        return state.On(new CoordinatorInput.OwnNotRestored(restore.Epoch, "nobody gave it"));
    }

    private CoordinatorInput.OwnRestored Restored(CoordinatorEffect.RestoreOwn restore, OwnPart part)
    {
        (own, beforeDraw) = (part, null);
        return new CoordinatorInput.OwnRestored(restore.Epoch, restore.Step, part.Resting, part.Voided) { Roster = part.Roster };
    }

    private IReadOnlyList<CoordinatorEffect> OnOwnEnd(OwnEnd end)
    {
        working = false;
        var result = end.Work();
        pending.AddRange(Next());
        if (result is CoordinatorInput.Deposed) run.Deposed(this);
        return result switch
        {
            CoordinatorInput.EpochOpened input => state.On(input),
            CoordinatorInput.OperationsKept input => state.On(input),
            CoordinatorInput.Deposed input => state.On(input),
            CoordinatorInput.OwnRestored input => state.On(input),
            CoordinatorInput.Drawn input => state.On(input),
            CoordinatorInput.RoutesMeasured input => state.On(input),
            CoordinatorInput.RoutesCommitted input => state.On(input),
            CoordinatorInput.Grown input => state.On(input),
            CoordinatorInput.ExpertChanged input => state.On(input),
            CoordinatorInput.Evaluated input => state.On(input),
            CoordinatorInput.CheckpointWritten input => state.On(input),
            CoordinatorInput.RoutesSeen input => state.On(input),
            RowsChanged changed => OnChanged(changed),
            Copied copied => Leave(copied),
            _ => throw new InvalidOperationException($"{result} ends no work."),
        };
    }

    private IReadOnlyList<CoordinatorEffect> Leave(Copied copied) => [.. copied.Copy.Keepers.Select(keeper =>
        new CoordinatorEffect.TellNode(keeper, new NodeCommands.Keep(
            CoordinatorState.OwnPart, copied.Copy.Epoch, copied.Copy.Step, SimulatedTensor.Of(0), copied.Text)))];

    private IEnumerable<SimulatedEffect> Work(Func<object?> work)
    {
        waiting.Enqueue(work);
        return Next();
    }

    private IEnumerable<SimulatedEffect> Next()
    {
        if (working || !waiting.TryDequeue(out var work)) return [];
        working = true;
        return [new SimulatedEffect.Compute(luck.Exponential(TimeSpan.FromMilliseconds(10)), new OwnEnd(work))];
    }

    private sealed record OwnEnd(Func<object?> Work);

    private sealed record Copied(CoordinatorEffect.SnapshotOwn Copy, string Text);

    private sealed record NotGiven(CoordinatorEffect.RestoreOwn Command);
}
