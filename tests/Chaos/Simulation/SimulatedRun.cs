using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Expert;
using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Simulation;
using Moe.Actors.Simulation.Invariants;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Unit.Specs.Actors;
using Xunit;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>
/// A whole run in the simulator: nodes with agents, routers and experts, a coordinator that moves, sharding, snapshots, a store, and
/// everything that goes wrong by a seed. The weights must be those of an undisturbed run, at every version of every expert.
/// </summary>
internal sealed class SimulatedRun
{
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly ProgressAfterHealing progress = new(TimeSpan.FromSeconds(90));
    private readonly RandomFaults? faults;
    private readonly RandomDraws leaves;
    private readonly RandomOperations operations;
    private readonly Dictionary<(string Node, string Process), int> lives = [];
    private ILookup<ExpertId, ProcessAddress>? holders;
    private long observed = -1;

    public SimulatedRun(ulong seed, SimulatedRunSettings settings, RunRecord? reference, ProtocolMutation mutation = ProtocolMutation.None)
    {
        (Settings, Mutation) = (settings, mutation);
        Kernel = new SimulationKernel(seed);
        Cluster = new SimulatedCluster(Kernel);
        Record = new RunRecord(reference);
        Membership = new SimulatedMembership(this);
        Store = new SimulatedStore(settings.Operations);
        leaves = Kernel.Draws("leaves");
        operations = new RandomOperations(Kernel.Draws("operations"));
        const StageSelection learned = StageSelection.GumbelSoftmaxStraightThrough;
        var grown = SmallRun.Stage("second", settings.Steps / 2, learned) with { GrowWithNoise = 0.01 };
        Training = SmallRun.Settings(SmallRun.Stage("first", settings.Steps - settings.Steps / 2, learned), grown) with
        {
            Growth = settings.Growth,
            CheckpointEvery = settings.CheckpointEvery,
            QuarantineSteps = 2,
            Evaluation = new EvaluationSettings { Every = 4 },
            Replicas = new ReplicaSettings { Count = settings.Replicas },
        };
        foreach (var name in Enumerable.Range(0, settings.Nodes).Select(i => $"node-{i}")) Cluster.Add(name, lanes: 2, Boot);
        Membership.Begin();
        if (settings.Faults is { } troubles)
        {
            faults = new RandomFaults(Kernel, Cluster, troubles);
            faults.Begin();
        }
        LeaveLater();
        OperateLater();
        Kernel.AfterEvent = Look;
    }

    public SimulatedRunSettings Settings { get; }

    public ProtocolMutation Mutation { get; }

    public SimulationKernel Kernel { get; }

    public SimulatedCluster Cluster { get; }

    public SimulatedMembership Membership { get; }

    public SimulatedStore Store { get; }

    public RunRecord Record { get; }

    public TrainingSettings Training { get; }

    /// <summary>Runs to the end of the run, and a little longer.</summary>
    /// <exception cref="SimulationFailureException">A promise is broken; the message names the seed.</exception>
    public void Run()
    {
        var ended = Kernel.RunUntil(() => Record.Outcome is not null, TimeSpan.FromMinutes(20));
        Assert.True(ended, $"seed {Kernel.Seed} is still at step {Membership.Newest?.Step} in phase {Membership.Newest?.Phase}");
        Assert.True(Record.Outcome!.End != RunEnd.Failed, $"seed {Kernel.Seed} failed: {Record.Outcome.Failure?.Message}");
        Assert.True(
            Store.Durable == Record.Outcome.Steps, $"seed {Kernel.Seed} ended at {Record.Outcome.Steps} with checkpoint {Store.Durable}");
        if (Record.Outcome.End == RunEnd.Finished)
            Assert.True(Record.Outcome.Steps == Settings.Steps, $"seed {Kernel.Seed} finished after {Record.Outcome.Steps} steps");
        bool IsKept(KeyValuePair<long, long> accepted) =>
            Store.Operations.Any(kept => (kept.Id, kept.Step) == (accepted.Key, accepted.Value));
        Assert.True(Record.Accepted.All(IsKept), $"seed {Kernel.Seed} has lost an operation that it had accepted");
    }

    /// <summary>The life of the node in which a process began.</summary>
    public int LifeOfNode(ProcessAddress address) => lives.GetValueOrDefault((address.Node, address.Process));

    public void Began(ProcessAddress process, int life) => lives[(process.Node, process.Process)] = life;

    /// <summary>The coordinator says that a step has ended: then it has, at every expert it relies on.</summary>
    public void Observe(StepRecord record, CoordinatorProcess coordinator)
    {
        Record.Retried += record.Retried;
        if (!record.Committed) Record.Voided++;
        if (record.Step <= observed) Record.Replayed++;
        observed = Math.Max(observed, record.Step);
        foreach (var expert in coordinator.Replicas)
        {
            var actor = coordinator.ActorOf(expert);
            if (Cluster.Node(actor.Node).Find(actor.Process) is not ExpertProcess process || process.Epoch != coordinator.Epoch) continue;
            if (process.Version != record.Step + 1)
            {
                throw new InvariantBrokenException(
                    "a step ends everywhere", $"step {record.Step} has ended and {expert} is at {process.Version}");
            }
        }
    }

    /// <summary>
    /// A node is lost in a step: if each expert has a replica that holds the step's state, nobody may go back behind it. Nothing is
    /// promised for a step before which experts take over weights or are switched on or off, nor by a coordinator that another has
    /// followed.
    /// </summary>
    public void Lost(CoordinatorProcess coordinator, long step)
    {
        if (coordinator != Membership.Newest) return;
        holders = coordinator.Replicas.Where(replica => Living(coordinator.ActorOf(replica)) is { } process && process.Version >= step
            && process.Epoch == coordinator.Epoch).ToLookup(replica => replica.AsExpert(), coordinator.ActorOf);
        var isPromised = Training.Replicas.Count > 1 && step >= 0 && !MayChangeExperts(step)
            && SmallRun.Shape.AllExperts().All(holders.Contains);
        if (isPromised) Record.TurnedOver++;
        Record.Promised = isPromised ? step : null;
    }

    /// <summary>An epoch goes on from a step. Nothing is promised any more where all that held an expert's state have ended.</summary>
    public void Declared(long epoch, long step)
    {
        if (Record.Promised is not null && !holders!.All(expert => expert.Any(one => Living(one) is not null))) Record.Promised = null;
        Record.Declared(epoch, step);
    }

    // One that lives on a node that was removed is lost all the same: nobody hears of it again.
    private ExpertProcess? Living(ProcessAddress expert) => Membership.IsMember(expert.Node, LifeOfNode(expert))
        ? Cluster.Node(expert.Node).Find(expert.Process) as ExpertProcess
        : null;

    private bool MayChangeExperts(long step) => step == Training.Stages[0].Steps
        || (Settings.Growth.Every > 0 && step % Settings.Growth.Every == 0)
        || Settings.Operations.Any(accepted => accepted.Step == step && ExpertChange.Of(accepted.Operation) is not null);

    /// <summary>A coordinator found that another has taken over: that other must be there.</summary>
    public void Deposed(CoordinatorProcess coordinator)
    {
        Record.Deposed++;
        if (coordinator == Membership.Newest)
            throw new InvariantBrokenException("one coordinator goes on", "the newest coordinator was deposed by an older one");
    }

    private IEnumerable<(string Process, ISimulatedProcess State)> Boot(SimulatedNode node)
    {
        var (name, life) = (node.Name, node.Life);
        if (Kernel.Now > TimeSpan.Zero) Membership.Booted(name, life);
        var (agent, router) = (SimulatedMembership.Agent(name, life), new ProcessAddress(name, $"router#{life}"));
        Began(agent, life);
        Began(router, life);
        yield return (agent.Process, new NodeProcess(this, name, life));
        yield return (router.Process, new RouterProcess(this, name));
    }

    private void LeaveLater()
    {
        if (Settings.LeaveEvery is not { } every) return;
        Kernel.After(leaves.Exponential(every), () =>
        {
            if (faults is { IsOver: true }) return;
            var here = Cluster.Nodes.Where(node => node.IsUp && Membership.IsMember(node.Name, node.Life)).ToArray();
            var agents = here.Select(node => SimulatedMembership.Agent(node.Name, node.Life)).ToArray();
            var isLeaving = agents.Any(agent => Cluster.Node(agent.Node).Find(agent.Process) is NodeProcess { IsLeaving: true });
            if (here.Length > 1 && !isLeaving) Cluster.Tell(leaves.Pick(agents), new NodeCommands.Leave());
            LeaveLater();
        });
    }

    private void OperateLater()
    {
        if (Settings.OperateEvery is not { } every) return;
        Kernel.After(operations.Draws.Exponential(every), () =>
        {
            var next = faults is { IsOver: true } ? RandomOperations.Resume : operations.Next(Cluster);
            if (Membership.Newest is { } coordinator) Cluster.Tell(Membership.AddressOf(coordinator), next);
            OperateLater();
        });
    }

    private void Look()
    {
        if (Record.Outcome is null) progress.Look(Kernel.Now, faults is { IsOver: false }, Membership.Newest?.Step ?? -1);
    }
}
