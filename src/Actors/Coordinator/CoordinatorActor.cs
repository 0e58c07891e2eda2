using Akka.Actor;
using Akka.Event;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>
/// The one coordinator of a run. Decisions are <see cref="CoordinatorState"/>'s; this sends the messages, has routes
/// computed on a lane, and calls the observer.
/// </summary>
public sealed partial class CoordinatorActor : ReceiveActor
{
    private readonly NodeServices services;
    private readonly RoutePlanner planner;
    private readonly RunEvaluator? evaluator;
    private readonly IRunObserver observer;
    private readonly TaskCompletionSource<RunOutcome> outcome;
    private readonly ExpertDirectory directory;
    private readonly CoordinatorState state;
    private readonly ExpertId[] experts;
    private readonly HashSet<ExpertId> awaitedReady;
    private readonly HashSet<IActorRef> routers = [];
    private readonly string runHash;
    private readonly ILoggingAdapter log = Context.GetLogger();

    /// <summary>A coordinator; <paramref name="outcome"/> is set when the run is over.</summary>
    public CoordinatorActor(
        NodeServices services, RoutePlanner planner, RunEvaluator? evaluator, CoordinatorState state, IActorRef expertRegion,
        IRunObserver observer, string runHash, TaskCompletionSource<RunOutcome> outcome)
    {
        (this.services, this.planner, this.evaluator, this.state) = (services, planner, evaluator, state);
        (this.observer, this.runHash, this.outcome) = (observer, runHash, outcome);
        directory = new ExpertDirectory(expertRegion);
        experts = [.. services.Settings.Model.AllExperts()];
        awaitedReady = [.. experts];
        Receive<ExpertEvents.Ready>(Ready);
        Receive<RouterEvents.Pull>(pull =>
        {
            routers.Add(Sender);
            CarryOut(state.On(pull, Sender));
        });
        Receive<RouterEvents.Done>(done => CarryOut(state.On(done)));
        Receive<RouterEvents.Failed>(failed => CarryOut(state.On(failed)));
        Receive<ExpertEvents.Prepared>(prepared => CarryOut(state.On(prepared)));
        Receive<ExpertEvents.Committed>(committed => CarryOut(state.On(committed)));
        Receive<ExpertEvents.Broken>(broken => CarryOut(state.On(
            new CoordinatorInput.Broke(broken.Kind, $"{broken.During} at {broken.Expert}", broken.Cause))));
        Receive<CoordinatorInput.Drawn>(input => CarryOut(state.On(input)));
        Receive<CoordinatorInput.RoutesMeasured>(input => CarryOut(state.On(input)));
        Receive<CoordinatorInput.RoutesCommitted>(input => CarryOut(state.On(input)));
        Receive<CoordinatorInput.Broke>(input => CarryOut(state.On(input)));
        Receive<CoordinatorCommands.Stop>(stop => CarryOut(state.On(stop)));
        ReceiveSavedParts();
        ReceiveOfferedStates();
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (var expert in experts) directory.Tell(new ExpertCommands.Announce(expert), Self);
    }

    private void Ready(ExpertEvents.Ready ready)
    {
        directory.Learn(ready.Expert, Sender);
        if (ready.Version != state.Step)
        {
            CarryOut(state.On(new CoordinatorInput.Broke(FailureKind.ExpertStart, $"starting {ready.Expert}", new InvalidOperationException(
                $"{ready.Expert} is at version {ready.Version}, the run at step {state.Step}."))));
            return;
        }
        if (awaitedReady.Remove(ready.Expert) && awaitedReady.Count == 0) CarryOut(state.Start());
    }

    private void CarryOut(IReadOnlyList<CoordinatorEffect> effects)
    {
        foreach (var effect in effects) CarryOut(effect);
    }

    private void CarryOut(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.Draw draw:
                OnLane(FailureKind.Routes, "drawing a step", () => new CoordinatorInput.Drawn(draw.Step, planner.Draw(draw.Step,
                    draw.RestingTasks)));
                break;
            case CoordinatorEffect.Assign assign:
                ((IActorRef)assign.Router).Tell(new RouterCommands.Assign(assign.Plan), Self);
                break;
            case CoordinatorEffect.Prepare prepare:
                Prepare(prepare);
                break;
            case CoordinatorEffect.MeasureRoutes measure:
                OnLane(FailureKind.Routes, "measuring route gradients",
                    () => new CoordinatorInput.RoutesMeasured(measure.Step, planner.Measure(measure.Reports)));
                break;
            case CoordinatorEffect.Commit commit:
                directory.Tell(new ExpertCommands.Commit(commit.Expert, commit.Step, commit.Apply, commit.Clip, commit.Rate), Self);
                break;
            case CoordinatorEffect.CommitRoutes commit:
                OnLane(FailureKind.Routes, "updating routes", () =>
                {
                    planner.Commit(commit.Apply, commit.Clip, commit.RateFactor, commit.Stage);
                    return new CoordinatorInput.RoutesCommitted(commit.Step);
                });
                break;
            case CoordinatorEffect.ForgetStep forget:
                foreach (var router in routers) router.Tell(new RouterCommands.Forget(forget.Step), Self);
                break;
            case CoordinatorEffect.Observe observe:
                observer.OnStep(observe.Record);
                break;
            case CoordinatorEffect.Note note:
                observer.OnEvent(note.Kind, note.Step, note.Details);
                break;
            case CoordinatorEffect.Grow grow:
                Grow(grow);
                break;
            case CoordinatorEffect.Checkpoint checkpoint:
                SaveParts(checkpoint.Step);
                break;
            case CoordinatorEffect.Evaluate evaluate:
                Evaluate(evaluate.Step);
                break;
            case CoordinatorEffect.End end:
                outcome.TrySetResult(end.Outcome);
                break;
        }
    }

    private void Prepare(CoordinatorEffect.Prepare prepare)
    {
        if (services.Settings.Optimization.ExpertRegularization == 0 || !Siblings(prepare.Expert).Any())
        {
            directory.Tell(new ExpertCommands.Prepare(prepare.Expert, prepare.Step, prepare.MicroBatches), Self);
        }
        else CollectSiblings(prepare);
    }

    private void OnLane(FailureKind kind, string during, Func<object> work)
    {
        var self = Self;
        services.Lanes.Main.Post(LaneUrgency.Backward, state.Step, 0, work, self.Tell,
            failure => self.Tell(new CoordinatorInput.Broke(kind, during, failure)));
    }
}
