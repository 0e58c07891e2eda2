using System.Threading.Channels;
using Akka.Actor;
using Moe.Actors;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Actors.Ports;
using Moe.Unit.Specs.Actors.Supervision;
using Moe.Unit.Specs.Cluster.Serialization;
using Xunit;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Moe.Unit.Specs.Actors;

/// <summary>The agent of a node in an actor system of its own.</summary>
public sealed class NodeActorSpecs : IAsyncDisposable
{
    // Long enough for an agent that does not wait to have spoken.
    private static readonly TimeSpan AWhile = TimeSpan.FromMilliseconds(300);

    private readonly ExtendedActorSystem system = WireSystems.Start("moe", null);
    private readonly DeviceLanes lanes = new(new NodeSettings { Lanes = 1 });

    public async ValueTask DisposeAsync()
    {
        await system.Terminate();
        lanes.Dispose();
    }

    [Fact]
    public async Task A_node_is_there_for_the_run_from_when_it_is_a_full_member()
    {
        var heard = Channel.CreateUnbounded<object>();
        var coordinator = system.ActorOf(Props.Create(() => new Listener(heard.Writer)));
        var cluster = AkkaCluster.Get(system);
        var address = cluster.SelfAddress.ToString();
        NodeServices services = new(address, 1, SmallRun.Settings(), lanes, new InProcessTensorChannel(), new FailingRun(),
            (_, _) => { }, Recompute: false);
        NodeDescription description = new(address, ["expert"], 1, 1);
        NodePost post = new(services, description, "hash", "text", coordinator, new PlannedShards(() => cluster.SelfAddress),
            new TaskCompletionSource<RunOutcome>(), new TaskCompletionSource());

        system.ActorOf(NodeActor.Of(post));
        system.Scheduler.ScheduleTellOnce(AWhile, coordinator, "a while later", ActorRefs.NoSender);

        Assert.Equal("a while later", await Next());
        cluster.Join(cluster.SelfAddress);
        Assert.Equal(address, Assert.IsType<NodeEvents.Present>(await Next()).Node.Address);

        ValueTask<object> Next() => heard.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ChannelWriter<object> heard) => ReceiveAny(message => heard.TryWrite(message));
    }
}
