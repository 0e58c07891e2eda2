using Akka.Actor;
using Akka.Event;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Actors.Tracing;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>
/// The one coordinator of a run. Decisions are <see cref="CoordinatorState"/>'s; this sends the messages, has routes
/// computed on a lane, watches who is there, and calls the observer.
/// </summary>
public sealed partial class CoordinatorActor : ReceiveActor, IWithTimers, IWithUnboundedStash
{
    private readonly CoordinatorServices services;
    private readonly OwnWork own;
    private readonly Arrivals arrivals;
    private readonly StepTrace trace;
    private readonly Dictionary<IActorRef, CoordinatorInput> watched = [];
    private readonly HashSet<IActorRef> watchedProcesses = [];
    private readonly HashSet<IActorRef> ended = [];
    private readonly ILoggingAdapter log = Context.GetLogger();
    private CoordinatorState state = null!;
    private RunRouter? router;
    private RoutePlanner planner = null!;
    private IRunObserver observer = null!;

    /// <summary>A coordinator; the outcome among the services is set when the run is over.</summary>
    public CoordinatorActor(CoordinatorServices services)
    {
        this.services = services;
        var self = Self;
        own = new OwnWork(services.Node.Lanes.Main, self.Tell);
        arrivals = new Arrivals(services.Node.Channel);
        trace = new StepTrace(services.TraceEvery);
        Entering();
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => own.Do(
        () => new Entered(services.Office.Enter(), services.Office.Durable()?.Step),
        failure => new CoordinatorInput.Broke(FailureKind.Actor, "taking office", failure));

    /// <inheritdoc/>
    protected override void PostStop()
    {
        AkkaCluster.Get(Context.System).Unsubscribe(Self);
        var (owned, planned) = (router, planner);
        services.Node.Lanes.Main.Release(() =>
        {
            planned?.Dispose();
            owned?.Dispose();
        }, failure => log.Error(failure, "freeing the router network failed"));
        services.Office.Leave();
    }

    private void Entering()
    {
        Receive<OwnWork.Ended>(ended =>
        {
            own.OnEnded();
            if (ended.Input is CoordinatorInput.Broke broke)
            {
                services.Outcome.TrySetResult(new RunOutcome(RunEnd.Failed, 0, broke.Cause));
                return;
            }
            var entered = (Entered)ended.Input;
            observer = entered.Observer;
            state = new CoordinatorState(services.Node.Settings, [.. services.Data.Tasks.Select(task => task.Task.Name)],
                new CoordinatorSettings(services.Node.Node, services.RunHash, services.RunText, services.Placing, entered.Durable,
                    services.SnapshotEvery, services.PlacementEvery, services.NodesMin)
                { Pins = services.Pins, IsAlone = services.IsAlone });
            Become(Coordinating);
            AkkaCluster.Get(Context.System).Subscribe(Self, Akka.Cluster.ClusterEvent.InitialStateAsEvents,
                typeof(Akka.Cluster.ClusterEvent.MemberUp), typeof(Akka.Cluster.ClusterEvent.MemberRemoved));
            Timers.StartPeriodicTimer("tick", new CoordinatorInput.Tick(), Ticks.Every);
            CarryOut(state.Start());
            Stash.UnstashAll();
        });
        ReceiveAny(_ => Stash.Stash());
    }

    private void Coordinating()
    {
        Receive<OwnWork.Ended>(ended =>
        {
            own.OnEnded();
            OnOwn(ended.Input);
        });
        Receive<Akka.Cluster.ClusterEvent.MemberUp>(up =>
            CarryOut(state.On(new CoordinatorInput.NodeExpected(up.Member.Address.ToString()))));
        Receive<Akka.Cluster.ClusterEvent.MemberRemoved>(removed => CarryOut(state.On(
            new CoordinatorInput.NodeGone(removed.Member.Address.ToString(), "the cluster has removed it"))));
        Receive<Terminated>(gone =>
        {
            if (watched.Remove(gone.ActorRef, out var input)) OnGone(input);
        });
        Receive<NodeEvents.Present>(present =>
        {
            // What a process sent before it ended may come after.
            if (ended.Contains(Sender)) return;
            Watch(Sender, new CoordinatorInput.NodeGone(present.Node.Address, "its agent has stopped", Sender));
            WatchProcess(present.Node);
            CarryOut(state.On(present, Sender));
        });
        Receive<ProcessLost>(OnProcess);
        Receive<NodeEvents.Snapshots>(said => CarryOut(state.On(said)));
        Receive<NodeEvents.Kept>(kept => CarryOut(state.On(kept)));
        Receive<ExpertEvents.Ready>(ready =>
        {
            Watch(Sender, new CoordinatorInput.ExpertGone(ready.Expert, ready.Incarnation));
            CarryOut(state.On(ready, Sender));
        });
        Receive<ExpertEvents.Restored>(restored => CarryOut(state.On(restored)));
        Receive<ExpertEvents.NotRestored>(failed => CarryOut(state.On(failed)));
        Receive<RouterEvents.Pull>(pull =>
        {
            Watch(Sender, new CoordinatorInput.RouterGone(Sender));
            CarryOut(state.On(pull, Sender));
        });
        Receive<RouterEvents.Done>(done => CarryOut(state.On(done)));
        Receive<RouterEvents.Failed>(failed => CarryOut(state.On(failed)));
        Receive<ExpertEvents.Prepared>(prepared => CarryOut(state.On(prepared)));
        Receive<ExpertEvents.Committed>(committed => CarryOut(state.On(committed)));
        Receive<ExpertEvents.Broken>(broken => CarryOut(state.On(broken)));
        Receive<CoordinatorInput.EpochOpened>(input => CarryOut(state.On(input)));
        Receive<CoordinatorInput.Broke>(input => CarryOut(state.On(input)));
        Receive<CoordinatorInput.Tick>(input => CarryOut(state.On(input)));
        Receive<CoordinatorCommands.Stop>(stop => CarryOut(state.On(stop)));
        Receive<CoordinatorCommands.Operate>(command => CarryOut(state.On(command, Sender)));
        ReceiveSavedParts();
        ReceiveOfferedStates();
        ReceiveOwn();
    }

    private void OnOwn(object input)
    {
        switch (input)
        {
            case CoordinatorInput.OwnRestored restored: CarryOut(state.On(restored)); break;
            case CoordinatorInput.OwnNotRestored failed: CarryOut(state.On(failed)); break;
            case CoordinatorInput.Drawn drawn: CarryOut(state.On(drawn)); break;
            case CoordinatorInput.RoutesMeasured measured: CarryOut(state.On(measured)); break;
            case CoordinatorInput.RoutesCommitted committed: CarryOut(state.On(committed)); break;
            case CoordinatorInput.EpochOpened opened: CarryOut(state.On(opened)); break;
            case CoordinatorInput.OperationsKept kept: CarryOut(state.On(kept)); break;
            case CoordinatorInput.Deposed deposed: CarryOut(state.On(deposed)); break;
            case CoordinatorInput.Broke broke: CarryOut(state.On(broke)); break;
            case CheckpointBegun begun: OnBegun(begun); break;
            case CheckpointCommitted committed: OnCommitted(committed); break;
            case RoutesStarted started: OnStarted(started); break;
            case RowsChanged changed: OnChanged(changed); break;
            case CoordinatorInput.RoutesSeen seen: CarryOut(state.On(seen)); break;
            case RoutesForScores routes: Score(routes); break;
            case Done: break;
            default: throw new InvalidOperationException($"{input.GetType().Name} is no end of the coordinator's own work.");
        }
    }

    private void OnGone(CoordinatorInput input) => CarryOut(input switch
    {
        CoordinatorInput.NodeGone node => state.On(node),
        CoordinatorInput.ExpertGone expert => state.On(expert),
        CoordinatorInput.RouterGone gone => state.On(gone),
        _ => throw new InvalidOperationException($"{input.GetType().Name} is not watched for."),
    });

    private void Watch(IActorRef actor, CoordinatorInput whenGone)
    {
        if (watched.TryAdd(actor, whenGone)) Context.Watch(actor);
    }

    private void WatchProcess(NodeDescription node)
    {
        if (services.Watch is not { } watch || node.Address == services.Node.Node || !watchedProcesses.Add(Sender)) return;
        var agent = Sender;
        watch.EndOf(node.DataAddress).PipeTo(Self, success: seen => new ProcessLost(agent, node.Address, seen));
    }

    // Certain to have ended: neither experts nor the cluster need wait for what its failure detector will find.
    private void OnProcess(ProcessLost lost)
    {
        watchedProcesses.Remove(lost.Agent);
        if (lost.Seen is not { } seen) return;
        ended.Add(lost.Agent);
        AkkaCluster.Get(Context.System).Down(Address.Parse(lost.Node));
        CarryOut(state.On(new CoordinatorInput.NodeGone(lost.Node, seen, lost.Agent)));
    }

    private void OnLane(FailureKind kind, string during, Func<object> work) => own.Do(
        work, failure => new CoordinatorInput.Broke(kind, during, failure));

    private sealed record ProcessLost(IActorRef Agent, string Node, string? Seen);

    private sealed record Entered(IRunObserver Observer, long? Durable);

    private sealed record Done;
}
