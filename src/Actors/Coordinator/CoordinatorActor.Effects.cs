using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>Carries out what the state wants done.</summary>
public sealed partial class CoordinatorActor
{
    private RunPhase shown = RunPhase.Idle;

    private void CarryOut(IReadOnlyList<CoordinatorEffect> effects)
    {
        if (state.Phase != shown)
        {
            observer.OnPhase(shown = state.Phase);
            trace.Enter(shown, state.Step);
        }
        foreach (var effect in effects) CarryOut(effect);
    }

    private void CarryOut(CoordinatorEffect effect)
    {
        var epoch = state.Epoch;
        switch (effect)
        {
            case CoordinatorEffect.OpenEpoch open:
                Abandon();
                Say($"opens an epoch: {open.Reason}");
                OpenEpoch(epoch, open.Reason);
                break;
            case CoordinatorEffect.Summon summon:
                services.Region.Tell(new ShardingEnvelope(summon.Command.Expert.ToString(), summon.Command), Self);
                break;
            case CoordinatorEffect.TellExpert tell:
                ((IActorRef)tell.Expert).Tell(trace.Stamped(tell.Command), Self);
                if (tell.Command is ExpertCommands.Restore) services.Node.Faults?.Pass(FaultPoint.RestoreSent);
                if (tell.Command is ExpertCommands.Commit) services.Node.Faults?.Pass(FaultPoint.CommitSent);
                break;
            case CoordinatorEffect.TellNode tell:
                ((IActorRef)tell.Agent).Tell(tell.Message, Self);
                break;
            case CoordinatorEffect.BeginRouter begin:
                ((IActorRef)begin.Router).Tell(begin.Command, Self);
                break;
            case CoordinatorEffect.RestoreOwn restore:
                RestoreOwn(restore);
                break;
            case CoordinatorEffect.SnapshotOwn snapshot:
                SnapshotOwn(snapshot);
                break;
            case CoordinatorEffect.Remind:
                Remind();
                break;
            case CoordinatorEffect.StepDown down:
                log.Info("The coordinator steps down: {0}", down.Reason);
                Say($"steps down: {down.Reason}");
                services.Office.Leave();
                break;
            case CoordinatorEffect.Assign assign:
                ((IActorRef)assign.Router).Tell(new RouterCommands.Assign(assign.Plan, trace.Of(assign.Plan.Key)), Self);
                break;
            case CoordinatorEffect.Prepare prepare:
                Prepare(prepare);
                break;
            case CoordinatorEffect.Draw or CoordinatorEffect.MeasureRoutes or CoordinatorEffect.CommitRoutes:
                Compute(effect, epoch);
                break;
            case CoordinatorEffect.ForgetStep forget:
                foreach (var known in watched.Values.OfType<CoordinatorInput.RouterGone>())
                    ((IActorRef)known.Router).Tell(new RouterCommands.Forget(forget.Epoch, forget.Step), Self);
                break;
            default:
                CarryOutBetweenSteps(effect);
                break;
        }
    }

    private void CarryOutBetweenSteps(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.Observe observe:
                services.Node.Faults?.Pass(FaultPoint.StepEnded);
                observer.OnStep(observe.Record);
                Say($"step {observe.Record.Step}: {(observe.Record.Committed ? "committed" : $"voided, {observe.Record.Reason}")}");
                break;
            case CoordinatorEffect.Note note:
                observer.OnEvent(note.Kind, note.Step, note.Details);
                Say($"step {note.Step}: {note.Kind}");
                break;
            case CoordinatorEffect.Grow grow:
                Grow(grow);
                break;
            case CoordinatorEffect.ChangeExpert change:
                Change(change);
                break;
            case CoordinatorEffect.LookAtRoutes look:
                LookAtRoutes(look.Step);
                break;
            case CoordinatorEffect.Checkpoint checkpoint:
                SaveParts(checkpoint.Step);
                break;
            case CoordinatorEffect.Evaluate evaluate:
                Evaluate(evaluate.Step);
                break;
            case CoordinatorEffect.KeepOperations keep:
                KeepOperations(keep);
                break;
            case CoordinatorEffect.Answer answer:
                ((IActorRef)answer.Asker).Tell(answer.Message, Self);
                break;
            case CoordinatorEffect.End end:
                services.Outcome.TrySetResult(end.Outcome);
                break;
        }
    }

    private void Say(string what) => services.Node.Log.Say("coordinator", what);

    private void Compute(CoordinatorEffect effect, long epoch)
    {
        switch (effect)
        {
            case CoordinatorEffect.Draw draw:
                OnLane(FailureKind.Routes, "drawing a step",
                    () => new CoordinatorInput.Drawn(epoch, draw.Step,
                        planner.Draw(draw.Step, draw.RestingTasks, draw.Experts, draw.Sampler, draw.Afresh)));
                break;
            case CoordinatorEffect.MeasureRoutes measure:
                // The last moment before a commit: a coordinator that was taken over must not commit.
                OnLane(FailureKind.Routes, "measuring route gradients", () => Deposed(epoch) is { } deposed
                    ? deposed
                    : new CoordinatorInput.RoutesMeasured(epoch, measure.Step, planner.Measure(measure.Reports)));
                break;
            case CoordinatorEffect.CommitRoutes commit:
                OnLane(FailureKind.Routes, "updating routes", () =>
                {
                    planner.Commit(commit.Apply, commit.Clip, commit.RateFactor, commit.Stage);
                    services.Node.Faults?.Pass(FaultPoint.RoutesUpdated);
                    return new CoordinatorInput.RoutesCommitted(epoch, commit.Step);
                });
                break;
        }
    }

    // Whoever was taken over must not take over in turn: the newer coordinator would step down, and nobody go on.
    private void OpenEpoch(long last, string reason) => OnLane(FailureKind.Checkpoint, "opening an epoch", () =>
        services.Office.OpenEpoch(last, reason) is { } opened
            ? new CoordinatorInput.EpochOpened(opened) { Operations = services.Office.TakeOperations(opened) }
            : new CoordinatorInput.Deposed(services.Office.NewestEpoch()));

    // Who takes over meanwhile has read them before they were written, or will: then nobody may be told that they are accepted.
    private void KeepOperations(CoordinatorEffect.KeepOperations keep) => OnLane(FailureKind.Checkpoint, "keeping operations", () =>
    {
        services.Office.KeepOperations(keep.Epoch, keep.Operations);
        return Deposed(keep.Epoch) is { } deposed ? deposed : new CoordinatorInput.OperationsKept(keep.Epoch);
    });

    // Runs on a lane: it looks into the run folder.
    private CoordinatorInput.Deposed? Deposed(long epoch) =>
        services.Office.NewestEpoch() is var newest && newest > epoch ? new CoordinatorInput.Deposed(newest) : null;

    private void Prepare(CoordinatorEffect.Prepare prepare)
    {
        // Of replicas only the leading one sums: the pull is in the sum that the others take over.
        if (services.Node.Settings.Optimization.ExpertRegularization == 0 || !Siblings(prepare.Expert).Any()
            || (prepare.Group is { } group && group.Lead != prepare.Expert))
            TellExpert(new ExpertCommands.Prepare(prepare.Expert, state.Epoch, prepare.Step, prepare.MicroBatches, Group: prepare.Group));
        else CollectSiblings(prepare);
    }

    private void TellExpert(IToExpert command) => ((IActorRef)state.ActorOf(command.Expert)).Tell(trace.Stamped(command), Self);

    // A new epoch ends all that was collected for the old one.
    private void Abandon()
    {
        own.Clear();
        AbandonCheckpoint();
        AbandonStates();
    }
}
