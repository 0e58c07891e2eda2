using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Moe.Actors.Coordinator;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Actors.Router;
using Moe.Actors.Supervision;
using Moe.Model.Failures;

namespace Moe.Actors;

/// <summary>
/// One node of a run in this process: its actor system with agent, experts, router, and the coordinator when it comes to live
/// here. A run in one process is a cluster of one such node.
/// </summary>
public sealed class NodeHost : IAsyncDisposable
{
    private const string CoordinatorRole = "coordinator";

    private static readonly TimeSpan AskAgainEvery = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<RunOutcome> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeviceLanes lanes;
    private readonly RunWeights weights;
    private readonly ActorSystem system;
    private readonly IActorRef coordinator;
    private readonly IActorRef agent;
    private volatile bool joined;

    private NodeHost(NodeSetup setup)
    {
        lanes = new DeviceLanes(setup.Node);
        weights = RunWeights.Of(setup.Settings);
        system = StartSystem(setup);
        system.WhenTerminated.ContinueWith(_ => outcome.TrySetResult(PutOut()), TaskScheduler.Default);
        var cluster = AkkaCluster.Get(system);
        Address = cluster.SelfAddress.ToString();
        cluster.RegisterOnMemberUp(() => joined = true);
        if (setup.JoinsSelf) cluster.Join(cluster.SelfAddress);
        var services = new NodeServices(Address, cluster.SelfUniqueAddress.Uid, setup.Settings, lanes, setup.Channel, setup.Checkpoints,
            weights.Fill, lanes.Recompute(lanes.Device))
        {
            Faults = setup.Faults,
            Observer = setup.Experts,
            Log = setup.Log,
        };
        coordinator = system.ActorOf(ClusterSingletonProxy.Props(
            "/user/coordinator", ClusterSingletonProxySettings.Create(system).WithRole(CoordinatorRole)), "coordinator-proxy");
        var shards = new PlannedShards(() => cluster.SelfAddress);
        agent = system.ActorOf(NodeActor.Of(new NodePost(
            services, new NodeDescription(Address, setup.Roles, setup.MemoryBytes, setup.Node.Speed, setup.DataAddress),
            setup.RunHash, setup.RunText, coordinator, shards, outcome, released)), "node");
        var region = ExpertSharding.Start(system, services, shards, Broke, hosts: setup.Roles.Contains("expert"));
        if (setup.Roles.Contains(CoordinatorRole)) StartCoordinator(setup, services, region);
        if (setup.Roles.Contains("router"))
        {
            var atRouter = services with { Channel = services.Channel.On(lanes.Device) };
            system.ActorOf(RunGuard.Of(RouterActor.Of(atRouter, setup.Data, coordinator, setup.Node.InFlight), "router", Broke), "router");
        }
    }

    private static ActorSystem StartSystem(NodeSetup setup)
    {
        try
        {
            return ActorSystem.Create(
                "moe", BootstrapSetup.Create().WithConfig(WithRoles(setup)).And(new TensorChannelSetup(setup.Channel)));
        }
        catch (Exception failure) when (failure.GetBaseException() is SocketException said)
        {
            throw new EnvironmentException(
                $"The node cannot listen where akka.remote.dot-netty.tcp.hostname and port say: {said.Message}. "
                + "Give it another port with --port, or 0 for any free one.", failure);
        }
    }

    /// <summary>The node's address in the cluster.</summary>
    public string Address { get; }

    /// <summary>The end of the run, on whichever node its coordinator is; or that this node may not take part.</summary>
    public Task<RunOutcome> Ended => outcome.Task;

    /// <summary>Done when the node asked to leave and nothing of the run lives here any more.</summary>
    public Task Released => released.Task;

    /// <summary>Starts a node. Lanes, actor system and channel's receivers run until it is disposed.</summary>
    public static NodeHost Start(NodeSetup setup) => new(setup);

    /// <summary>Asks the run to finish its step, write a checkpoint and end.</summary>
    public void AskToStop() => coordinator.Tell(new CoordinatorCommands.Stop());

    /// <summary>Asks to be emptied: <see cref="Released"/> follows, or <see cref="Ended"/> when every node leaves.</summary>
    public void AskToLeave() => agent.Tell(new NodeCommands.Leave());

    /// <summary>
    /// Asks the coordinator, wherever it is, for an operation, which it decides between two steps; again and again, for it may be lost
    /// with what it was asked.
    /// </summary>
    /// <returns>What it decided; null: it has not in this time, and may yet.</returns>
    public async Task<CoordinatorEvents.Decided?> OperateAsync(CoordinatorCommands.Operate command, TimeSpan patience)
    {
        for (var left = patience; left > TimeSpan.Zero;)
        {
            try
            {
                return await coordinator.Ask<CoordinatorEvents.Decided>(command, AskAgainEvery);
            }
            catch (AskTimeoutException)
            {
                left -= AskAgainEvery;
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        lanes.Dispose();
        weights.Dispose();
    }

    private void StartCoordinator(NodeSetup setup, NodeServices services, IActorRef region)
    {
        var props = Props.Create(() => new CoordinatorActor(new CoordinatorServices(
            services, setup.Data, setup.Scorer == null ? null : setup.Scorer(lanes), setup.Office, region, outcome, setup.RunHash,
            setup.RunText, setup.Placing, setup.Node.SnapshotEvery, setup.Node.PlacementEvery, setup.NodesMin)
        { Watch = setup.Watch, TraceEvery = setup.Node.TraceEvery, Pins = setup.Pins, IsAlone = setup.IsAlone }));
        // Nobody is left to decide when the coordinator itself fails: its guard ends the run.
        var guarded = RunGuard.Of(props, "coordinator", broke => outcome.TrySetResult(new RunOutcome(RunEnd.Failed, 0, broke.Cause)));
        var settings = ClusterSingletonManagerSettings.Create(system).WithRole(CoordinatorRole);
        system.ActorOf(ClusterSingletonManager.Props(guarded, PoisonPill.Instance, settings), "coordinator");
    }

    // Singleton and shards go by the roles of members, whatever the file says.
    private static Config WithRoles(NodeSetup setup) => ConfigurationFactory.ParseString(
        $"akka.cluster.roles = [{string.Join(", ", setup.Roles)}]").WithFallback(setup.Akka);

    private RunOutcome PutOut() => new(RunEnd.Failed, 0, new EnvironmentException(joined
        ? $"{Address} is no member of the cluster any more: the others could not reach it, or it not most of them. The run goes on where "
            + "most of its nodes are; start this one again to have it take part."
        : $"{Address} found no cluster through its seeds {string.Join(", ", AkkaCluster.Get(system).Settings.SeedNodes)}, expected one of "
            + "them to be a member of one. Start the first of them, which may begin a cluster, or name nodes that run with --seed."));

    private void Broke(CoordinatorInput.Broke broke) => coordinator.Tell(broke);
}
