using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace AkkaSpecs.Support;

/// <summary>One node of a cluster of several, with settings that make both stacks quick.</summary>
public sealed class Node : IAsyncDisposable
{
    public const string SystemName = "several";

    private static readonly Config Quick = ConfigurationFactory.ParseString(
        """
        akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        akka.remote.retry-gate-closed-for = 200ms
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.cluster {
          gossip-interval = 100ms
          leader-actions-interval = 100ms
          unreachable-nodes-reaper-interval = 100ms
          periodic-tasks-initial-delay = 10ms
          seed-node-timeout = 1s
          retry-unsuccessful-join-after = 1s
          down-removal-margin = 100ms
          failure-detector { heartbeat-interval = 250ms, acceptable-heartbeat-pause = 1s, expected-response-after = 250ms }
          split-brain-resolver { active-strategy = keep-majority, stable-after = 1s, down-all-when-unstable = off }
          sharding {
            state-store-mode = ddata
            passivate-idle-entity-after = off
            retry-interval = 200ms
            rebalance-interval = 300ms
            waiting-for-state-timeout = 1s
            updating-state-timeout = 1s
            coordinator-failure-backoff = 300ms
            distributed-data.durable.keys = []
            distributed-data.majority-min-cap = 1
            distributed-data.gossip-interval = 100ms
            distributed-data.notify-subscribers-interval = 50ms
            coordinator-state { write-majority-plus = 0, read-majority-plus = 0 }
          }
          distributed-data.durable.keys = []
          distributed-data.gossip-interval = 100ms
          distributed-data.notify-subscribers-interval = 50ms
          singleton.hand-over-retry-interval = 200ms
          singleton-proxy.singleton-identification-interval = 100ms
        }
        """);

    private Node(string config)
    {
        System = ActorSystem.Create(SystemName, ConfigurationFactory.ParseString(config).WithFallback(Quick));
        Cluster = Cluster.Get(System);
        Events = Probe.In(System);
        Cluster.Subscribe(Events.Ref, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.IClusterDomainEvent));
    }

    public ActorSystem System { get; }

    public Cluster Cluster { get; }

    public Address Address => Cluster.SelfAddress;

    /// <summary>Everything that this node sees happen in the cluster, from the start.</summary>
    public Probe Events { get; }

    public static Node Start(string config = "") => new(config);

    /// <summary>A node that forms a cluster.</summary>
    public static async Task<Node> First(string config = "")
    {
        var node = new Node(config);
        await node.Join(node);
        return node;
    }

    /// <summary>Joins the cluster of another node; both see this one up.</summary>
    public async Task Join(Node other)
    {
        Cluster.Join(other.Address);
        await Events.Fish<ClusterEvent.MemberUp>(up => up.Member.Address == Address);
        if (other != this)
            await other.SeesUp(Address);
    }

    /// <summary>Returns when the state that this node shows is as wanted; in the original it follows the events.</summary>
    public async Task Shows(Predicate<ClusterEvent.CurrentClusterState> wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!wanted(Cluster.State))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Sees all of these come up, in whatever order.</summary>
    public async Task SeesUp(params IEnumerable<Address> addresses)
    {
        var missing = addresses.ToHashSet();
        while (missing.Count > 0)
            await Events.Fish<ClusterEvent.MemberUp>(up => missing.Remove(up.Member.Address));
    }

    public Task<ClusterEvent.MemberRemoved> SeesRemoved(Address address) =>
        Events.Fish<ClusterEvent.MemberRemoved>(removed => removed.Member.Address == address);

    /// <summary>Starts the manager of a singleton that tells where it is, and a proxy to it.</summary>
    public IActorRef StartSingleton(Props singleton, object? end = null, string? role = null)
    {
        System.ActorOf(
            ClusterSingletonManager.Props(
                singleton, end ?? PoisonPill.Instance, ClusterSingletonManagerSettings.Create(System).WithRole(role)),
            "sm");
        return StartSingletonProxy(role);
    }

    public IActorRef StartSingletonProxy(string? role = null) => System.ActorOf(ClusterSingletonProxy.Props(
        "/user/sm", ClusterSingletonProxySettings.Create(System).WithRole(role)));

    /// <summary>Starts a type of entities that tell where they are.</summary>
    public Task<IActorRef> StartThings(IShardAllocationStrategy? strategy = null)
    {
        var sharding = ClusterSharding.Get(System);
        return sharding.StartAsync(
            "things", Props.Create<Located>(), sharding.Settings, new ByFirstPart(),
            strategy ?? sharding.DefaultShardAllocationStrategy(sharding.Settings), Located.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (!System.WhenTerminated.IsCompleted)
        {
            // Without leaving first, which would take its time.
            Cluster.Down(Address);
            await System.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
        }
    }
}
