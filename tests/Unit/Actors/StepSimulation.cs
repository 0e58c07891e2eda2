using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Router;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors;

/// <summary>
/// The three pure states of a run wired together without actors, threads or tensors. A seed decides which message
/// arrives and which piece of work ends next, which operations fail, which losses are not numbers, which messages
/// arrive twice, and when somebody asks to stop. What an expert learns is a number folded over what it added, so that
/// two runs of the same plans can be compared.
/// </summary>
internal sealed class StepSimulation
{
    private const int Slots = 2;
    private const string Node = "node";
    private readonly Random chance;
    private readonly ulong planSeed;
    private readonly double failures;
    private readonly double badLosses;
    private readonly CoordinatorState coordinator;
    private readonly SimulatedExpert[] experts;
    private readonly RouterState[] routers;
    private readonly Dictionary<MicroBatchKey, MicroBatchPlan>[] plansOfRouter;
    private readonly List<Action> due = [];
    private readonly TrainingSettings settings;

    public StepSimulation(int seed, ulong planSeed, int routers, double failures, double badLosses, int steps = 6)
    {
        (chance, this.planSeed, this.failures, this.badLosses) = (new Random(seed), planSeed, failures, badLosses);
        var grown = SmallRun.Stage("second", steps - steps / 2) with { GrowWithNoise = 0 };
        settings = SmallRun.Settings(SmallRun.Stage("first", steps / 2), grown) with
        {
            CheckpointEvery = 2,
            QuarantineSteps = 0,
            Evaluation = new EvaluationSettings { Every = 3 },
        };
        coordinator = new CoordinatorState(settings, SmallRun.Tasks, new CoordinatorSettings(
            Node, "hash", "text", (_, _, _, _) => SmallRun.Shape.AllExperts().ToDictionary(expert => expert, _ => Node), null,
            SnapshotEvery: 0));
        experts = [.. SmallRun.Shape.AllExperts().Select(expert => new SimulatedExpert(expert))];
        var shape = SmallRun.Shape;
        this.routers = [.. Enumerable.Range(0, routers)
            .Select(_ => new RouterState(Node, JourneyStop.Through(shape.EncoderLayers, shape.DecoderLayers), Slots))];
        plansOfRouter = [.. this.routers.Select(_ => new Dictionary<MicroBatchKey, MicroBatchPlan>())];
    }

    public RunOutcome? Outcome { get; private set; }

    public List<StepRecord> Records { get; } = [];

    /// <summary>Every expert's number.</summary>
    public IReadOnlyList<ulong> Weights => [.. experts.Select(expert => expert.Weight)];

    /// <summary>Step of the newest whole checkpoint.</summary>
    public long Checkpointed { get; private set; }

    /// <summary>After how many turns somebody asks the run to stop; -1: never.</summary>
    public int StopAtTurn { get; init; } = -1;

    /// <summary>Runs until the run is over and nothing is due any more.</summary>
    public void Run()
    {
        for (var i = 0; i < routers.Length; i++) Take(i, routers[i].Start());
        Take(coordinator.On(new NodeEvents.Present(new NodeDescription(Node, [], 1, 1), "hash", "text", Leaving: false, -1, []), Node));
        Take(coordinator.Start());
        for (var turn = 0; due.Count > 0 || Outcome is null; turn++)
        {
            Assert.True(turn < 200_000, $"still busy in phase {coordinator.Phase} of step {coordinator.Step}");
            if (turn == StopAtTurn) Take(coordinator.On(new CoordinatorCommands.Stop()));
            if (due.Count == 0)
            {
                Tick();
                continue;
            }
            var place = chance.Next(due.Count);
            var next = due[place];
            due[place] = due[^1];
            due.RemoveAt(due.Count - 1);
            next();
        }
        Assert.NotNull(Outcome);
        if (Outcome.End == RunEnd.Failed) return;
        Assert.All(experts, expert => Assert.Equal(coordinator.Step, expert.State.Version));
        Assert.All(experts, expert => Assert.Empty(expert.Held));
        Assert.All(routers, router => Assert.Equal(0, router.OnTheWay));
    }

    // Nothing is on its way: what was dropped because it came too early is asked for again.
    private void Tick()
    {
        Take(coordinator.On(new CoordinatorInput.Tick()));
        for (var i = 0; i < routers.Length; i++) Take(i, routers[i].On(new RouterInput.Tick()));
    }

    // Everything in flight has its turn in an order that chance decides; a message may come twice.
    private void Send(Action arrive, bool mayComeTwice = false)
    {
        due.Add(arrive);
        if (mayComeTwice && chance.NextDouble() < 0.05) due.Add(arrive);
    }

    private void Take(IReadOnlyList<CoordinatorEffect> effects)
    {
        foreach (var effect in effects) Take(effect);
    }

    private void Take(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.Draw draw:
                var plans = SimulatedPlans.Of(planSeed, draw.Step);
                Send(() => Take(coordinator.On(new CoordinatorInput.Drawn(coordinator.Epoch, draw.Step, plans))));
                break;
            case CoordinatorEffect.Assign assign:
                var router = (int)assign.Router;
                Send(() => Assign(router, assign.Plan));
                break;
            case CoordinatorEffect.Prepare prepare:
                var measure = new ExpertCommands.Prepare(prepare.Expert, coordinator.Epoch, prepare.Step, prepare.MicroBatches);
                Send(() => At(prepare.Expert, expert => expert.State.On(measure, this)), mayComeTwice: true);
                break;
            case CoordinatorEffect.MeasureRoutes routes:
                Send(() => Take(coordinator.On(new CoordinatorInput.RoutesMeasured(coordinator.Epoch, routes.Step, 0))));
                break;
            case CoordinatorEffect.TellExpert { Command: ExpertCommands.Commit commit }:
                Send(() => At(commit.Expert, expert => expert.State.On(commit, this)), mayComeTwice: true);
                break;
            case CoordinatorEffect.CommitRoutes routes:
                Send(() => Take(coordinator.On(new CoordinatorInput.RoutesCommitted(coordinator.Epoch, routes.Step))));
                break;
            case CoordinatorEffect.ForgetStep forget:
                for (var i = 0; i < routers.Length; i++)
                {
                    var number = i;
                    var command = new RouterCommands.Forget(forget.Epoch, forget.Step);
                    Send(() => Take(number, routers[number].On(command)), mayComeTwice: true);
                }
                break;
            case CoordinatorEffect.Observe observe:
                Assert.Equal(Records.Count, observe.Record.Step);
                Records.Add(observe.Record);
                break;
            default:
                TakeBetweenSteps(effect);
                break;
        }
    }

    private void TakeBetweenSteps(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.Grow grow:
                AssertQuiet();
                Send(() => Take(coordinator.On(new CoordinatorInput.Grown(grow.Stage, coordinator.Epoch))));
                break;
            case CoordinatorEffect.Checkpoint checkpoint:
                AssertQuiet();
                Send(() =>
                {
                    Checkpointed = checkpoint.Step;
                    Take(coordinator.On(new CoordinatorInput.CheckpointWritten(coordinator.Epoch, checkpoint.Step)));
                });
                break;
            case CoordinatorEffect.Evaluate evaluate:
                AssertQuiet();
                Send(() => Take(coordinator.On(new CoordinatorInput.Evaluated(coordinator.Epoch, evaluate.Step))));
                break;
            case CoordinatorEffect.End end:
                Assert.Null(Outcome);
                Outcome = end.Outcome;
                break;
            default:
                TakeAtTheBeginning(effect);
                break;
        }
    }

    private void TakeAtTheBeginning(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.OpenEpoch:
                Send(() => Take(coordinator.On(new CoordinatorInput.EpochOpened(0))));
                break;
            case CoordinatorEffect.Summon summon:
                Send(() => At(summon.Command.Expert, expert => expert.State.On(summon.Command, this)));
                break;
            case CoordinatorEffect.TellExpert { Command: ExpertCommands.Restore restore }:
                Send(() => At(restore.Expert, expert => expert.State.On(restore, this)), mayComeTwice: true);
                break;
            case CoordinatorEffect.TellNode { Message: NodeCommands.ListSnapshots list }:
                Send(() => Take(coordinator.On(new NodeEvents.Snapshots(Node, list.Epoch, []))));
                break;
            case CoordinatorEffect.RestoreOwn own:
                var none = new Dictionary<int, long>();
                Send(() => Take(coordinator.On(new CoordinatorInput.OwnRestored(own.Epoch, own.Step, none, 0))));
                break;
            case CoordinatorEffect.BeginRouter begin:
                Send(() => Take((int)begin.Router, routers[(int)begin.Router].On(begin.Command)), mayComeTwice: true);
                break;
        }
    }

    // Weights are read between steps: every expert has ended the step and none of its buffers is being written.
    private void AssertQuiet() => Assert.All(experts, expert =>
    {
        Assert.Equal(coordinator.Step, expert.State.Version);
        Assert.False(expert.WritesBuffers);
    });

    private void Assign(int router, MicroBatchPlan plan)
    {
        plansOfRouter[router][plan.Key] = plan;
        var layers = plan.After.Keys.Where(expert => expert != ExpertId.Vocabulary).ToLookup(SmallRun.Shape.RowOf);
        var rows = Enumerable.Range(0, SmallRun.Shape.Layers).Select(row => layers[row].ToArray()).ToArray();
        Take(router, routers[router].On(new RouterCommands.Assign(plan), rows));
    }

    private void Take(int router, IReadOnlyList<RouterEffect> effects)
    {
        foreach (var effect in effects) Take(router, effect);
    }

    private void Take(int router, RouterEffect effect)
    {
        var state = routers[router];
        switch (effect)
        {
            case RouterEffect.Deal deal:
                Send(() => Take(router, chance.NextDouble() < failures / 4
                    ? state.On(new RouterInput.Threw(deal.Key, "by chance"))
                    : state.On(new RouterInput.Dealt(deal.Key))));
                break;
            case RouterEffect.Combine combine:
                Send(() => Take(router, state.On(new RouterInput.Combined(combine.Key))));
                break;
            case RouterEffect.Ask ask:
                Ask(router, ask.Key, ask.Stop, ask.Expert);
                break;
            case RouterEffect.AskAgain ask:
                Ask(router, ask.Key, ask.Stop, ask.Expert);
                break;
            case RouterEffect.Report report:
                var bad = chance.NextDouble() < badLosses;
                var done = new RouterEvents.Done(SmallRun.Report(report.Key, 1, bad ? double.NaN : 2));
                Send(() => Take(coordinator.On(done)), mayComeTwice: true);
                break;
            case RouterEffect.GiveUp giveUp:
                var failed = new RouterEvents.Failed(giveUp.Key, giveUp.Reason, giveUp.Lost);
                Send(() => Take(coordinator.On(failed)), mayComeTwice: true);
                break;
            case RouterEffect.Pull pull:
                Send(() => Take(coordinator.On(new RouterEvents.Pull(pull.Node, pull.Slots, pull.Epoch), router)));
                break;
        }
    }

    private void Ask(int router, MicroBatchKey key, JourneyStop stop, ExpertId expert)
    {
        var command = new ExpertCommands.Compute(expert, key, plansOfRouter[router][key].After[expert], FakeOperations.At(stop));
        Send(() => At(expert, at => at.State.On(command, router)));
    }

    private void At(ExpertId id, Func<SimulatedExpert, IReadOnlyList<ExpertEffect>> receive)
    {
        var expert = experts.Single(expert => expert.State.Expert == id);
        foreach (var effect in receive(expert)) Take(expert, effect);
    }

    private void Take(SimulatedExpert expert, ExpertEffect effect)
    {
        if (effect is ExpertEffect.Reply reply)
        {
            Send(() => Deliver(reply), mayComeTwice: true);
            return;
        }
        expert.Begin(effect);
        if (effect is ExpertEffect.Drop) return;
        var fails = effect is ExpertEffect.Run && chance.NextDouble() < failures;
        Send(() => At(expert.State.Expert, at => at.End(effect, fails)));
    }

    private void Deliver(ExpertEffect.Reply reply)
    {
        switch (reply.Message)
        {
            case ExpertEvents.Computed computed:
                Take((int)reply.To, routers[(int)reply.To].On(computed));
                break;
            case ExpertEvents.Failed failed:
                Take((int)reply.To, routers[(int)reply.To].On(failed));
                break;
            case ExpertEvents.Ready ready:
                Take(coordinator.On(ready, ready.Expert));
                break;
            case ExpertEvents.Restored restored:
                Take(coordinator.On(restored));
                break;
            case ExpertEvents.Prepared prepared:
                Take(coordinator.On(prepared));
                break;
            case ExpertEvents.Committed committed:
                Take(coordinator.On(committed));
                break;
        }
    }
}
