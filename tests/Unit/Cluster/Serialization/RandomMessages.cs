using Akka.Actor;
using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Curriculum;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Samplers;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Layers;
using Moe.Model.Routing;

namespace Moe.Unit.Specs.Cluster.Serialization;

/// <summary>Messages with parts drawn at random; tensors are handles of what lies on other nodes.</summary>
internal sealed class RandomMessages(Random random, IReadOnlyList<IActorRef> actors)
{
    private static readonly long[] Edges = [0, 1, -1, 127, 128, 255, 256, 65535, int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue];
    private static readonly string[] Letters = ["é", "漢", "🙂", "\0", "\n"];
    private static readonly double[] Odd = [0, -0.0, 1, double.NaN, double.NegativeInfinity, double.Epsilon, double.MaxValue];

    /// <summary>One of each type.</summary>
    public IReadOnlyList<IRunMessage> OneOfEach() =>
    [
        new ExpertCommands.Announce(Expert(), Long()),
        new ExpertCommands.Restore(Expert(), Long(), Long(), Choice<StateSource>(), Maybe(Actor)),
        new ExpertCommands.Compute(Expert(), Key(), Int(), Operation(), Maybe(Text)),
        new ExpertCommands.Prepare(Expert(), Long(), Long(), Int(), Maybe(() => All(Tensor)), Maybe(Group), Maybe(Text)),
        new ExpertCommands.TakeGradient(Expert(), Long(), Long(), Flag() ? Expert() : null, Tensor()),
        new ExpertCommands.Commit(Expert(), Long(), Long(), Flag(), Double(), Double(), Maybe(Text)),
        new ExpertCommands.Snapshot(Expert(), Long(), Long(), All<object>(Actor)),
        new ExpertCommands.SavePart(Expert(), Long(), Long()),
        new ExpertCommands.OfferState(Expert(), Long(), Long(), Flag(), Flag() ? Expert() : null),
        new ExpertCommands.TakeState(Expert(), Long(), Long(), State(), Double(), Double()),
        new ExpertEvents.Ready(Expert(), Long(), Text(), Long(), Flag() ? Long() : null),
        new ExpertEvents.Restored(Expert(), Long(), Long()),
        new ExpertEvents.NotRestored(Expert(), Long(), Long(), Text()),
        new ExpertEvents.Computed(Expert(), Key(), Text(), Result()),
        new ExpertEvents.Failed(Expert(), Key(), Text(), Text(), Flag()),
        new ExpertEvents.Prepared(Expert(), Long(), Long(), Double()),
        new ExpertEvents.Committed(Expert(), Long(), Long(), Long()),
        new ExpertEvents.PartSaved(Expert(), Long(), Long(), new PartRecord(Text(), Long(), Text())),
        new ExpertEvents.StateOffered(Expert(), Long(), Long(), State(), Flag() ? Expert() : null),
        new ExpertEvents.StateTaken(Expert(), Long(), Long()),
        new ExpertEvents.Broken(Expert(), Long(), Long(), Choice<FailureKind>(), Text(), Failure()),
        new RouterCommands.Begin(Long(), Enumerable.Range(0, Count()).ToDictionary(
            number => new ExpertId(ExpertKind.Encoder, 0, number), _ => (object)Actor())),
        new RouterCommands.Assign(Plan(), Maybe(Text)),
        new RouterCommands.Forget(Long(), Long()),
        new RouterEvents.Pull(Text(), Int(), Long()),
        new RouterEvents.Done(new MicroBatchReport(Key(), Double(), Int(), Int(), All(Double), All(Int), All(() => (float)Double()))),
        new RouterEvents.Failed(Key(), Text(), Flag()),
        new NodeCommands.Place(Long(), Enumerable.Range(0, Count()).ToDictionary(
            layer => new ExpertId(ExpertKind.Encoder, layer, 1), _ => Text()), All(Text)),
        new NodeCommands.ListSnapshots(Long()),
        new NodeCommands.Keep(Text(), Long(), Long(), State(), Maybe(Text)),
        new NodeCommands.KeepAlso(Long(), Long(), Long(), All(Text)),
        new NodeCommands.Give(Text(), Long()),
        new NodeCommands.KeepOnly(Long(), All(Long)),
        new NodeCommands.Welcome(Long()),
        new NodeCommands.Refuse(Text()),
        new NodeCommands.Leave(),
        new NodeCommands.Released(),
        new NodeCommands.RunOver(Choice<RunEnd>(), Long(), Maybe(Text)),
        new NodeEvents.Present(new NodeDescription(Text(), All(Text), Long(), Double(), Text()), Text(), Text(), Flag(),
            Long(), All(Expert)),
        new NodeEvents.Snapshots(Text(), Long(), All(() => new KeptPart(Text(), Long()))),
        new NodeEvents.Kept(Text(), Text(), Long(), Long()),
        new NodeEvents.Given(Text(), Long(), Maybe(State), Maybe(Text)),
        new CoordinatorCommands.Stop(),
        new CoordinatorCommands.Operate(Steer(), Text(), Text(), Text()),
        new CoordinatorEvents.Decided(Long(), Long(), Maybe(Text)),
        new CoordinatorInput.Broke(Choice<FailureKind>(), Text(), Failure()),
    ];

    private bool Flag() => random.Next(2) == 0;

    private int Count() => random.Next(6);

    private long Long() => random.Next(3) == 0 ? Edges[random.Next(Edges.Length)] : random.NextInt64() >> random.Next(64);

    private int Int() => (int)(Long() >> 32);

    private double Double() => random.Next(3) == 0
        ? Odd[random.Next(Odd.Length)]
        : random.NextDouble() * Math.Pow(10, random.Next(-30, 30));

    private string Text() => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ =>
        random.Next(8) == 0 ? Letters[random.Next(Letters.Length)] : ((char)random.Next(32, 127)).ToString()));

    private T Choice<T>() where T : struct, Enum => random.GetItems(Enum.GetValues<T>(), 1)[0];

    private T? Maybe<T>(Func<T> make) where T : class => Flag() ? make() : null;

    private T[] All<T>(Func<T> make) => [.. Enumerable.Range(0, Count()).Select(_ => make())];

    private IActorRef Actor() => actors[random.Next(actors.Count)];

    private ExpertId Expert() => new(Choice<ExpertKind>(), random.Next(40), random.Next(300), random.Next(3));

    private ReplicaGroup Group() => new(Expert(), All(() => new GradientShare(Expert(), Int(), Expert())), Enumerable.Range(0, Count())
        .ToDictionary(replica => new ExpertId(ExpertKind.Decoder, 1, 2, replica), _ => (object)Actor()));

    private MicroBatchKey Key() => new(Long(), Int(), Int()) { Epoch = Long() };

    private TensorHandle Tensor()
    {
        var handle = new byte[random.Next(60)];
        random.NextBytes(handle);
        return new TensorHandle(new RemoteTensor([.. All(() => random.NextInt64(1L << 40))], handle));
    }

    private OfferedState State() => Flag() ? new(Tensor(), null, null, Long()) : new(Tensor(), Tensor(), Tensor(), Long());

    private PaddingMask Mask()
    {
        var (rows, columns) = (Count(), Count());
        var keep = new byte[rows * columns];
        for (var at = 0; at < keep.Length; at++) keep[at] = (byte)random.Next(2);
        return new PaddingMask(rows, columns, keep);
    }

    private ExpertOperation Operation() => random.Next(7) switch
    {
        0 => new ExpertOperation.RunLayer(Tensor(), Mask(), Maybe(Tensor), Maybe(Mask), Maybe(Tensor)),
        1 => new ExpertOperation.RunLayerBackward(Tensor()),
        2 => new ExpertOperation.Embed(Choice<ExpertKind>(), new long[] { 5, 60_000, 0, 3, Long(), 1 }, random.Next(1, 4)),
        3 => new ExpertOperation.Score(Tensor(), All(Long)),
        4 => new ExpertOperation.FinishSource(Tensor()),
        5 => new ExpertOperation.FinishSourceBackward(Tensor()),
        _ => new ExpertOperation.EmbedBackward(Choice<ExpertKind>(), Tensor(), Maybe(Tensor)),
    };

    private RunOperation Steer() => random.Next(6) switch
    {
        0 => new RunOperation(OperationKind.Pause),
        1 => new RunOperation(OperationKind.Pin) { Expert = new ExpertId(ExpertKind.Encoder, Count(), Count()), Node = Text() },
        2 => new RunOperation(OperationKind.Quarantine) { Task = Text() },
        3 => new RunOperation(OperationKind.Sampler)
        {
            Sampler = new SamplerChoice(Choice<SamplerKind>(), Flag() ? random.NextDouble() + 0.1 : null),
        },
        4 => new RunOperation(OperationKind.Merge)
        {
            Expert = new ExpertId(ExpertKind.Decoder, Count(), Count()),
            Other = ExpertId.Vocabulary,
        },
        _ => new RunOperation(OperationKind.Undo) { Undone = random.NextInt64(1, long.MaxValue) },
    };

    private OperationResult Result() => random.Next(4) switch
    {
        0 => new OperationResult.Done(),
        1 => new OperationResult.Hidden(Tensor(), Maybe(Tensor)),
        2 => new OperationResult.Gradients(Tensor(), Maybe(Tensor), Maybe(Tensor)),
        _ => new OperationResult.Scored(Double(), Int(), All(Double), All(Int), Tensor()),
    };

    private MicroBatchPlan Plan()
    {
        var (layers, experts, tasks) = (random.Next(1, 5), random.Next(1, 4), All(Int));
        float[] weights = [.. Enumerable.Range(0, layers * experts * tasks.Length).Select(_ => (float)Double())];
        var after = Enumerable.Range(0, Count()).ToDictionary(number => new ExpertId(ExpertKind.Decoder, 1, number), _ => Int());
        return new MicroBatchPlan(Key(), All(() => new ExampleReference(Int(), Int(), Int())),
            new RouteBatch(layers, experts, tasks, weights), Choice<ComputationMode>(), after)
        {
            RoutesLearn = Flag(),
        };
    }

    private MoeException Failure() => random.Next(3) switch
    {
        0 => new CheckpointException(Text()),
        1 => new DataException(Text()),
        _ => new EnvironmentException(Text(), new IOException(Text())),
    };
}
