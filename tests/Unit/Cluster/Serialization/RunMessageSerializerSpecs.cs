using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Serialization;
using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Cluster.Serialization;
using Moe.Model;
using Moe.Model.Failures;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Serialization;

public sealed class RunMessageSerializerSpecs : IDisposable
{
    private const int AllocatedBytesMax = 1 << 20;

    private readonly ExtendedActorSystem system = WireSystems.Start("wire", new UnreachableChannel());
    private readonly IActorRef[] actors;

    public RunMessageSerializerSpecs() => actors = [.. Enumerable.Range(0, 3).Select(at => system.ActorOf<Silent>($"silent-{at}"))];

    public void Dispose() => system.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_message_comes_back_as_it_was(int seed)
    {
        RandomMessages messages = new(new Random(seed), actors);
        for (var round = 0; round < 40; round++)
        {
            foreach (var message in messages.OneOfEach()) Assert.Equal(MessageText.Of(message), MessageText.Of(Copy(message)));
        }
    }

    [Fact]
    public void Every_message_of_a_run_has_a_form_and_a_name_of_its_own()
    {
        var types = typeof(IRunMessage).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IRunMessage)) && !type.IsInterface).ToHashSet();
        var tried = new RandomMessages(new Random(1), actors).OneOfEach();

        Assert.Equal(types, RunMessageSerializer.Types.ToHashSet());
        Assert.Equal(types, tried.Select(message => message.GetType()).ToHashSet());
        Assert.Equal(types.Count, tried.Select(message => Form(message).Manifest(message)).Distinct().Count());
    }

    [Fact]
    public void Configuration_binds_every_message_to_it() => Assert.All(
        new RandomMessages(new Random(1), actors).OneOfEach(), message => Assert.Equal(9001, Form(message).Identifier));

    [Fact]
    public void A_message_to_a_shard_is_written_within_its_envelope()
    {
        // Sharding brings its own serializer when it is first asked for.
        ClusterSharding.Get(system);
        var message = new RandomMessages(new Random(4), actors).OneOfEach().OfType<ExpertCommands.Compute>().Single();
        ShardingEnvelope envelope = new("encoder.0.1", message);
        var serializer = system.Serialization.FindSerializerFor(envelope);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, envelope);
        var bytes = Akka.Serialization.Serialization.WithTransport(system, () => serializer.ToBinary(envelope));

        var copy = Assert.IsType<ShardingEnvelope>(system.Serialization.Deserialize(bytes, serializer.Identifier, manifest));

        Assert.Equal("encoder.0.1", copy.EntityId);
        Assert.Equal(MessageText.Of(message), MessageText.Of(copy.Message));
    }

    [Fact]
    public void Failures_that_can_be_mended_keep_their_type()
    {
        var types = typeof(MoeException).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(MoeException)) && !type.IsAbstract);

        foreach (var type in types)
        {
            var cause = (Exception)Activator.CreateInstance(type, "what to mend", null)!;
            var copy = (ExpertEvents.Broken)Copy(Broken(cause));

            Assert.Equal((type, "what to mend"), (copy.Cause.GetType(), copy.Cause.Message));
        }
    }

    [Fact]
    public void Faults_arrive_with_type_message_and_stack_however_often_they_are_passed_on()
    {
        var fault = Assert.Throws<InvalidOperationException>(Fail);

        var cause = ((ExpertEvents.Broken)Copy(Copy(Broken(fault)))).Cause;

        var remote = Assert.IsType<RemoteFailureException>(cause);
        Assert.Equal(("System.InvalidOperationException", "a bug"), (remote.TypeName, remote.Text));
        Assert.Equal("System.InvalidOperationException: a bug", remote.Message);
        Assert.Contains(nameof(Fail), remote.StackTrace, StringComparison.Ordinal);

        static void Fail() => throw new InvalidOperationException("a bug");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Damaged_bytes_are_refused_or_read_as_some_message_and_nothing_worse(int seed)
    {
        Random random = new(seed);
        RandomMessages messages = new(random, actors);
        var serializer = Form(new CoordinatorCommands.Stop());
        for (var round = 0; round < 60; round++)
        {
            foreach (var message in messages.OneOfEach())
            {
                var bytes = Damaged(Bytes(message), random);
                Try(serializer, bytes, serializer.Manifest(message), $"seed {seed}, round {round}");
            }
        }
    }

    [Fact]
    public void A_message_cut_anywhere_is_refused()
    {
        foreach (var message in new RandomMessages(new Random(5), actors).OneOfEach())
        {
            var (serializer, bytes) = (Form(message), Bytes(message));
            for (var length = 0; length < bytes.Length; length++)
                Assert.Throws<SerializationException>(() => serializer.FromBinary(bytes[..length], serializer.Manifest(message)));
            Assert.Throws<SerializationException>(() => serializer.FromBinary([.. bytes, 0], serializer.Manifest(message)));
        }
    }

    [Fact]
    public void What_another_build_wrote_is_refused_by_name()
    {
        var serializer = Form(new CoordinatorCommands.Stop());
        var bytes = Bytes(new CoordinatorCommands.Stop());

        Assert.Contains("'expert.dance'", Refused(() => serializer.FromBinary(bytes, "expert.dance")), StringComparison.Ordinal);
        Assert.Contains("form 9, expected 1", Refused(() => serializer.FromBinary([9, .. bytes[1..]], "coordinator.stop")),
            StringComparison.Ordinal);
        Assert.Contains("'node.welcome' of 2 bytes", Refused(() => serializer.FromBinary(bytes, "node.welcome")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_needs_a_channel_to_leave_the_process()
    {
        using var alone = WireSystems.Start("alone", channel: null);
        using var tensor = torch.zeros(2);
        ExpertCommands.Compute message = new(ExpertId.Vocabulary, default, -1, new ExpertOperation.RunLayerBackward(new([2], tensor)));

        Assert.Contains("TensorChannelSetup", Refused(() => alone.Serialization.FindSerializerFor(message).ToBinary(message)),
            StringComparison.Ordinal);
    }

    private static ExpertEvents.Broken Broken(Exception cause) => new(ExpertId.Vocabulary, 1, 2, FailureKind.Growth, "copying", cause);

    private static string Refused(Func<object> work) => Assert.Throws<SerializationException>(work).Message;

    private static byte[] Damaged(byte[] bytes, Random random)
    {
        byte[] damaged = [.. bytes];
        for (var flips = random.Next(1, 4); flips > 0; flips--) damaged[random.Next(1, damaged.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }

    private static void Try(SerializerWithStringManifest serializer, byte[] bytes, string manifest, string where)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            serializer.FromBinary(bytes, manifest);
        }
        catch (SerializationException)
        {
            // What damaged bytes are expected to end with.
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < AllocatedBytesMax, $"{where}: {bytes.Length} bytes of {manifest} made it allocate {allocated} bytes");
    }

    private SerializerWithStringManifest Form(object message) =>
        Assert.IsType<RunMessageSerializer>(system.Serialization.FindSerializerFor(message));

    private byte[] Bytes(object message) => Akka.Serialization.Serialization.WithTransport(system, () => Form(message).ToBinary(message));

    private object Copy(object message) => Form(message).FromBinary(Bytes(message), Form(message).Manifest(message));

    private sealed class Silent : ReceiveActor;
}
