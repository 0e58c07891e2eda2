using Akka.Actor;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Model;
using Moe.Model.Layers;
using Moe.Unit.Specs.Cluster.DataPlane;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Moe.Unit.Specs.Cluster.Serialization;

/// <summary>Two nodes in one process: messages go over remoting, their tensors over the data plane.</summary>
[Collection(nameof(CountedTensors))]
public sealed class MessagesOverRemotingSpecs : IDisposable
{
    private readonly Nodes nodes = new();
    private readonly List<ActorSystem> systems = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var system in systems) system.Dispose();
        nodes.Dispose();
    }

    [Fact]
    public async Task Tensors_go_to_an_expert_elsewhere_and_come_back_and_none_stays_behind()
    {
        var (router, expert) = (nodes.Start(), nodes.Start());
        var (here, there) = (Start("here", router), Start("there", expert));
        DataPlaneTensorChannel channel = new(router, BlockCodec.None);
        var props = Props.Create(() => new Doubler(new DataPlaneTensorChannel(expert, BlockCodec.None)));
        var doubler = Seen(here, there, there.ActorOf(props));
        var before = CountOnceAllGarbageIsGone();
        for (var index = 0; index < 30; index++)
        {
            ExpertCommands.Compute command = new(
                new ExpertId(ExpertKind.Decoder, 1, 2), new MicroBatchKey(5, index, 1) { Epoch = 3 }, index - 1,
                new ExpertOperation.RunLayer(Offered(index, 64, 33), Mask, Offered(index + 1, 0, 8), null, PositionBias: null));

            var computed = await doubler.Ask<ExpertEvents.Computed>(command, Cancel);

            Assert.Equal((command.Expert, command.Key, "forward"), (computed.Expert, computed.Key, computed.Operation));
            var gradients = Assert.IsType<OperationResult.Gradients>(computed.Result);
            foreach (var handle in gradients.Handles) await channel.Fetch(handle);
            using var input = channel.Accept(gradients.Input);
            using var memory = channel.Accept(gradients.Memory!);
            using var expected = torch.full(64, 33, 2 * index, dtype: ScalarType.Float32);
            Assert.Equal(expected.bytes.ToArray(), input.bytes.ToArray());
            Assert.Equal([0L, 8L], memory.shape);
        }
        while (router.PublishedCount + expert.PublishedCount > 0) await Task.Yield();

        Assert.InRange(Tensor.TotalCount, 0, before);
        Assert.Empty(nodes.Log);

        TensorHandle Offered(int value, params long[] shape) => channel.Offer(torch.full(shape, value, dtype: ScalarType.Float32));

        // What other specs have dropped is freed sooner or later: later would make room for tensors that stay behind here.
        static long CountOnceAllGarbageIsGone()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Tensor.TotalCount;
        }
    }

    [Fact]
    public async Task Actors_named_in_a_message_are_reached_from_the_other_node()
    {
        var (here, there) = (Start("here", nodes.Start()), Start("there", nodes.Start()));
        TaskCompletionSource<string> heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var listener = here.ActorOf(Props.Create(() => new Listener(heard)));
        var teller = Seen(here, there, there.ActorOf(Props.Create(() => new Teller())));

        teller.Tell(new ExpertCommands.Snapshot(ExpertId.Vocabulary, 1, 2, [listener]));

        Assert.Equal("kept for vocabulary", await heard.Task.WaitAsync(Cancel));
    }

    private static PaddingMask Mask { get; } = new(2, 3, new byte[] { 1, 1, 0, 1, 0, 0 });

    private ExtendedActorSystem Start(string name, DataPlaneNode node)
    {
        var system = WireSystems.Start(name, new DataPlaneTensorChannel(node, BlockCodec.None));
        systems.Add(system);
        return system;
    }

    private static IActorRef Seen(ExtendedActorSystem from, ExtendedActorSystem of, IActorRef actor) =>
        from.Provider.ResolveActorRef(WireSystems.PathOf(of, actor));

    /// <summary>Answers the tensors of a layer's work with twice their numbers.</summary>
    private sealed class Doubler : ReceiveActor
    {
        public Doubler(DataPlaneTensorChannel channel) => ReceiveAsync<ExpertCommands.Compute>(async command =>
        {
            var sender = Sender;
            var run = (ExpertOperation.RunLayer)command.Operation;
            Assert.Equal(Mask.Keep.ToArray(), run.Padding.Keep.ToArray());
            foreach (var handle in run.Handles) await channel.Fetch(handle);
            sender.Tell(new ExpertEvents.Computed(command.Expert, command.Key, run.Name,
                new OperationResult.Gradients(Twice(run.Hidden), Twice(run.Memory!), null)));

            TensorHandle Twice(TensorHandle handle)
            {
                using var tensor = channel.Accept(handle);
                return channel.Offer(tensor.mul(2));
            }
        });
    }

    private sealed class Teller : ReceiveActor
    {
        public Teller() => Receive<ExpertCommands.Snapshot>(snapshot =>
        {
            foreach (var keeper in snapshot.Keepers)
                ((IActorRef)keeper).Tell(new NodeCommands.Refuse($"kept for {snapshot.Expert}"));
        });
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(TaskCompletionSource<string> heard) => Receive<NodeCommands.Refuse>(refuse => heard.TrySetResult(refuse.Reason));
    }
}

/// <summary>Specs that count every tensor of the process: no other may run beside them.</summary>
[CollectionDefinition(nameof(CountedTensors), DisableParallelization = true)]
public sealed class CountedTensors;
