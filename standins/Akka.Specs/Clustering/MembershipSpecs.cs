using Akka;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using AkkaSpecs.Support;

namespace AkkaSpecs.Clustering;

public sealed class MembershipSpecs : ClusterSpec
{
    [Fact]
    public async Task A_node_that_joins_itself_is_up_and_leads()
    {
        Assert.Equal(MemberStatus.Removed, Member.SelfMember.Status);
        Assert.False(Member.IsUp);
        await Join();
        Assert.True(Member.IsUp);
        Assert.Equal(MemberStatus.Up, Member.SelfMember.Status);
        var self = Assert.Single(Member.State.Members);
        Assert.Equal(Member.SelfUniqueAddress, self.UniqueAddress);
        Assert.Equal(Member.SelfAddress, Member.State.Leader);
        Assert.Equal(Member.SelfAddress, Member.State.RoleLeader("expert"));
        Assert.Contains("expert", Member.SelfRoles);
        Assert.Empty(Member.State.Unreachable);
    }

    [Fact]
    public void The_address_has_the_system_the_host_and_a_free_port()
    {
        Assert.Equal("akka.tcp", Member.SelfAddress.Protocol);
        Assert.Equal("spec", Member.SelfAddress.System);
        Assert.Equal("127.0.0.1", Member.SelfAddress.Host);
        Assert.NotEqual(0, Member.SelfAddress.Port);
    }

    [Fact]
    public async Task A_subscriber_gets_the_state_first_and_then_events()
    {
        var probe = NewProbe();
        Member.Subscribe(probe.Ref, typeof(ClusterEvent.IMemberEvent));
        var state = await probe.Expect<ClusterEvent.CurrentClusterState>();
        Assert.Empty(state.Members);
        await Join();
        var up = await probe.Fish<ClusterEvent.MemberUp>();
        Assert.Equal(Member.SelfAddress, up.Member.Address);
    }

    [Fact]
    public async Task A_subscriber_can_get_the_state_as_events()
    {
        await Join();
        var probe = NewProbe();
        Member.Subscribe(
            probe.Ref, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberUp),
            typeof(ClusterEvent.LeaderChanged));
        await probe.Fish<ClusterEvent.MemberUp>();
    }

    [Fact]
    public void Only_cluster_events_can_be_subscribed_to()
    {
        var probe = NewProbe();
        Assert.Throws<ArgumentException>(() => Member.Subscribe(probe.Ref, typeof(string)));
        Assert.Throws<ArgumentException>(() => Member.Subscribe(probe.Ref));
    }

    [Fact]
    public async Task A_callback_for_up_is_called_also_when_it_comes_late()
    {
        var early = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Member.RegisterOnMemberUp(() => early.SetResult());
        await Join();
        await early.Task.WaitAsync(Soon);
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Member.RegisterOnMemberUp(() => late.SetResult());
        await late.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task Leaving_goes_through_all_steps_and_ends_the_system()
    {
        await Join();
        var steps = new List<string>();
        var watcher = System.ActorOf(Props.Create(() => new LeaveRecorder(steps)));
        await watcher.Ask<string>("ready", Soon);
        CoordinatedShutdown.Get(System).AddTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "see all events", async () =>
            {
                await watcher.Ask<string>("seen", Soon);
                return Done.Instance;
            });
        await Member.LeaveAsync().WaitAsync(Soon);
        await System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(Member.IsTerminated);
        Assert.Equal(["MemberLeft", "MemberExited", "ClusterShuttingDown", "MemberRemoved Exiting"], steps);
        Assert.IsType<CoordinatedShutdown.ClusterLeavingReason>(CoordinatedShutdown.Get(System).ShutdownReason);
    }

    [Fact]
    public async Task A_node_that_is_put_out_ends_its_system()
    {
        await Join();
        Member.Down(Member.SelfAddress);
        await System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.IsType<CoordinatedShutdown.ClusterDowningReason>(CoordinatedShutdown.Get(System).ShutdownReason);
    }

    [Fact]
    public async Task Ending_the_system_leaves_the_cluster_first()
    {
        var removed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Join();
        Member.RegisterOnMemberRemoved(() => removed.SetResult());
        await System.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
        await removed.Task.WaitAsync(Soon);
        Assert.True(Member.IsTerminated);
    }

    [Fact]
    public async Task The_path_for_other_nodes_has_the_address_of_this_one()
    {
        await Join();
        var echo = System.ActorOf<Echo>("echo");
        Assert.True(echo.Path.Address.HasLocalScope);
        var path = Member.RemotePathOf(echo);
        Assert.Equal(Member.SelfAddress, path.Address);
        Assert.Equal(echo.Path.Uid, path.Uid);
        var found = await System.ActorSelection(new RootActorPath(Member.SelfAddress) / "user" / "echo")
            .ResolveOne(Soon);
        Assert.Equal(echo, found);
    }

    [Fact]
    public void A_path_with_another_incarnation_finds_nobody()
    {
        var echo = System.ActorOf<Echo>("echo");
        var provider = ((ExtendedActorSystem)System).Provider;
        var path = echo.Path.ToSerializationFormatWithAddress(Member.SelfAddress);
        Assert.Equal(echo, provider.ResolveActorRef(path));
        var other = echo.Path.WithUid(echo.Path.Uid == 5 ? 6 : 5);
        Assert.NotEqual(
            echo, provider.ResolveActorRef(other.ToSerializationFormatWithAddress(Member.SelfAddress)));
    }

    private sealed class LeaveRecorder : ReceiveActor
    {
        public LeaveRecorder(List<string> steps)
        {
            Receive<string>(text => Sender.Tell(text));
            Receive<ClusterEvent.MemberRemoved>(removed => steps.Add($"MemberRemoved {removed.PreviousStatus}"));
            Receive<ClusterEvent.IClusterDomainEvent>(happened => steps.Add(happened.GetType().Name));
            Receive<ClusterEvent.CurrentClusterState>(_ => { });
        }

        protected override void PreStart() => Cluster.Get(Context.System).Subscribe(
            Self, typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.ClusterShuttingDown));
    }
}

public sealed class SeedSpecs
{
    private const string Quiet = "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }";

    [Fact]
    public async Task A_node_that_is_its_own_only_seed_joins_at_start()
    {
        var config = ConfigurationFactory.ParseString(
            """
            akka.actor.provider = cluster
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 24913 }
            akka.cluster.seed-nodes = ["akka.tcp://seeded@127.0.0.1:24913"]
            """).WithFallback(Quiet);
        using var system = ActorSystem.Create("seeded", config);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Cluster.Get(system).RegisterOnMemberUp(() => up.TrySetResult());
        await up.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_system_without_the_cluster_provider_has_no_cluster()
    {
        using var system = ActorSystem.Create("plain", ConfigurationFactory.ParseString(Quiet));
        Assert.Throws<ConfigurationException>(() => Cluster.Get(system));
    }
}
