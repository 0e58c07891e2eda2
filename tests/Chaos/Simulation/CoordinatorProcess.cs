using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Simulation;
using Moe.Actors.Simulation.Invariants;
using Moe.Model;
using Moe.Unit.Specs.Actors;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>The coordinator's state as a process: what CoordinatorActor does, with numbers for tensors.</summary>
internal sealed partial class CoordinatorProcess : ISimulatedProcess
{
    private readonly SimulatedRun run;
    private readonly string node;
    private readonly CoordinatorState state;
    private readonly IReadOnlyList<string> members;
    private readonly RandomDraws luck;
    private readonly Dictionary<ProcessAddress, CoordinatorInput> watched = [];
    private readonly List<SimulatedEffect> pending = [];
    private readonly List<Func<ProcessAddress, bool>> ended = [];
    private long stale;

    public CoordinatorProcess(SimulatedRun run, string node, IReadOnlyList<string> members)
    {
        (this.run, this.node, this.members) = (run, node, members);
        luck = run.Kernel.Draws("coordinator");
        state = new CoordinatorState(run.Training, SmallRun.Tasks, new CoordinatorSettings(
            node, "hash", "text", new SimulatedPlacing(run.Training.Replicas).Place, run.Store.Durable, run.Settings.SnapshotEvery,
            run.Settings.PlacementEvery));
        run.Record.Offices++;
    }

    public long Step => state.Step;

    public RunPhase Phase => state.Phase;

    public long Epoch => state.Epoch;

    public IReadOnlyCollection<ExpertId> Replicas => state.Replicas;

    public ProcessAddress ActorOf(ExpertId expert) => (ProcessAddress)state.ActorOf(expert);

    public IEnumerable<SimulatedEffect> Start(TimeSpan now)
    {
        foreach (var member in members) state.On(new CoordinatorInput.NodeExpected(member));
        return [.. Carry(state.Start()), NextTick];
    }

    public IEnumerable<SimulatedEffect> Receive(object message, ProcessAddress from, TimeSpan now)
    {
        if (!run.Membership.Hears(node, from)) return [];
        if (message is CoordinatorInput.Tick && run.Mutation == ProtocolMutation.NeverAsksAgain) return [NextTick];
        SimulatedEffect[] effects = [.. Carry(Take(message, from)), .. pending];
        pending.Clear();
        return message is CoordinatorInput.Tick ? [.. effects, NextTick] : effects;
    }

    private static SimulatedEffect NextTick => new SimulatedEffect.Timer(SimulatedRun.Tick, new CoordinatorInput.Tick());

    private IReadOnlyList<CoordinatorEffect> Take(object message, ProcessAddress from)
    {
        stale = state.StaleMessages;
        switch (message)
        {
            case NodeEvents.Present when ended.Any(isOf => isOf(from)):
                return [];
            case NodeEvents.Present present:
                Watch(from, new CoordinatorInput.NodeGone(present.Node.Address, "its agent has stopped", from));
                return state.On(present, from);
            case RouterEvents.Pull pull:
                Watch(from, new CoordinatorInput.RouterGone(from));
                return state.On(pull, from);
            case ExpertEvents.Ready ready:
                Watch(from, new CoordinatorInput.ExpertGone(ready.Expert, ready.Incarnation));
                return state.On(ready, from);
            case ExpertEvents.Prepared prepared:
                return Prepared(prepared, from);
            case ExpertEvents.Committed committed:
                return Believed(state.On(committed), committed.Expert, from);
            default:
                return TakeOther(message, from);
        }
    }

    private IReadOnlyList<CoordinatorEffect> TakeOther(object message, ProcessAddress from) => message switch
    {
        NodeEvents.Snapshots said => state.On(said),
        NodeEvents.Kept kept => state.On(kept),
        ExpertEvents.Restored restored => Believed(state.On(restored), restored.Expert, from),
        ExpertEvents.NotRestored failed => state.On(failed),
        CoordinatorCommands.Operate command => state.On(command, from),
        RouterEvents.Done done => state.On(done),
        RouterEvents.Failed failed => state.On(failed),
        CoordinatorInput.Tick tick => state.On(tick),
        Joined joined => state.On(new CoordinatorInput.NodeExpected(joined.Node)),
        OwnEnd end => OnOwnEnd(end),
        NodeEvents.Given given => OwnGiven(given),
        NotGiven missed => OwnNotGiven(missed.Command),
        Gone gone => OnGone(gone),
        _ => TakeBetweenSteps(message),
    };

    // Who watches what has stopped already is told so.
    private void Watch(ProcessAddress actor, CoordinatorInput whenGone)
    {
        if (!watched.TryAdd(actor, whenGone) || !run.Membership.IsKnownToHaveStopped(actor)) return;
        pending.Add(new SimulatedEffect.Timer(TimeSpan.FromMilliseconds(100), new Gone(null, other => other == actor)));
    }

    private IReadOnlyList<CoordinatorEffect> OnGone(Gone gone)
    {
        var effects = new List<CoordinatorEffect>();
        var (step, isSettled) = (state.Step, state.Phase is not (RunPhase.Gathering or RunPhase.Restoring or RunPhase.Over));
        foreach (var address in watched.Keys.Where(gone.Is).OrderBy(_ => luck.Uniform()).ToArray())
        {
            watched.Remove(address, out var input);
            effects.AddRange(input switch
            {
                CoordinatorInput.NodeGone lost => state.On(lost),
                CoordinatorInput.ExpertGone lost => state.On(lost),
                CoordinatorInput.RouterGone lost => state.On(lost),
                _ => [],
            });
        }
        if (gone.Node is not { } name) return effects;
        ended.Add(gone.Is);
        effects.AddRange(state.On(new CoordinatorInput.NodeGone(name, "its process has ended")));
        if (effects.OfType<CoordinatorEffect.Note>().Any(note => note.Kind == "node_lost")) run.Lost(this, isSettled ? step : -1);
        return effects;
    }

    private IReadOnlyList<CoordinatorEffect> Prepared(ExpertEvents.Prepared prepared, ProcessAddress from)
    {
        if (run.Mutation != ProtocolMutation.CommitsWithoutWaiting) return Believed(state.On(prepared), prepared.Expert, from);
        return [.. state.Replicas.Where(replica => touched.Contains(replica.AsExpert()))
            .SelectMany(replica => state.On(prepared with { Expert = replica }))];
    }

    private IReadOnlyList<CoordinatorEffect> Believed(IReadOnlyList<CoordinatorEffect> effects, ExpertId expert, ProcessAddress from)
    {
        if (state.StaleMessages == stale) run.Record.Owners.Believed(expert, SimulatedMembership.LifeOf(from));
        return effects;
    }

    private SimulatedEffect[] Carry(IReadOnlyList<CoordinatorEffect> effects) => [.. effects.SelectMany(Carry)];

    private IEnumerable<SimulatedEffect> Carry(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.Summon summon:
                return run.Membership.Summon(node, summon.Command, run.Membership.AddressOf(this));
            case CoordinatorEffect.TellExpert tell:
                if (tell.Command is ExpertCommands.Restore restore) run.Declared(restore.Epoch, restore.Step);
                return [Send(tell.Expert, tell.Command)];
            case CoordinatorEffect.TellNode tell:
                return [Send(tell.Agent, tell.Message)];
            case CoordinatorEffect.BeginRouter begin:
                return [Send(begin.Router, begin.Command)];
            case CoordinatorEffect.Assign assign:
                return [Send(assign.Router, new RouterCommands.Assign(assign.Plan))];
            case CoordinatorEffect.Prepare prepare:
                return [Send(state.ActorOf(prepare.Expert),
                    new ExpertCommands.Prepare(prepare.Expert, state.Epoch, prepare.Step, prepare.MicroBatches, Group: prepare.Group))];
            case CoordinatorEffect.ForgetStep forget:
                return watched.Values.OfType<CoordinatorInput.RouterGone>()
                    .Select(known => Send(known.Router, new RouterCommands.Forget(forget.Epoch, forget.Step)));
            case CoordinatorEffect.Observe observe:
                run.Observe(observe.Record, this);
                return [];
            case CoordinatorEffect.Note note:
                if (note.Kind == "recovered") run.Record.Recoveries++;
                return [];
            case CoordinatorEffect.End end:
                run.Record.Outcome = end.Outcome;
                return [];
            case CoordinatorEffect.StepDown:
                return [new SimulatedEffect.Stop()];
            default:
                return [.. CarryBetweenSteps(effect)];
        }
    }

    private static SimulatedEffect Send(object to, object message) => new SimulatedEffect.Send((ProcessAddress)to, message);

    /// <summary>A node is a member now.</summary>
    public sealed record Joined(string Node);

    /// <summary>A process has stopped, or a node is lost with all on it.</summary>
    public sealed record Gone(string? Node, Func<ProcessAddress, bool> Is);
}
