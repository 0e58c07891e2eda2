using Moe.Actors.Messages;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Blocks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class DataPlaneTensorChannelSpecs : IDisposable
{
    private readonly ManualTime time = new();
    private readonly Nodes nodes = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => nodes.Dispose();

    [Fact]
    public async Task A_tensor_of_any_shape_and_type_arrives_bit_by_bit_and_is_freed_where_it_was()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        DataPlaneTensorChannel from = new(giver, BlockCodec.None), to = new(taker, BlockCodec.None);
        long[][] shapes = [[], [0], [1], [3, 5], [2, 0, 4], [1, 300, 1000]];
        ScalarType[] types = [ScalarType.Float32, ScalarType.Int64, ScalarType.BFloat16, ScalarType.Bool];
        foreach (var (shape, type) in shapes.SelectMany(shape => types, (shape, type) => (shape, type)))
        {
            using var drawn = Numbers(shape);
            var sent = drawn.to(type);
            var bytes = sent.bytes.ToArray();
            var handle = Received(from.Publish(from.Offer(sent), exact: false));

            await to.Fetch(handle);

            using var arrived = to.Accept(handle);
            Assert.Equal((type, string.Join(' ', shape)), (arrived.dtype, string.Join(' ', arrived.shape)));
            Assert.Equal(bytes, arrived.bytes.ToArray());
            await Until(() => giver.PublishedCount == 0 && sent.IsInvalid);
        }
        Assert.Empty(nodes.Log);
    }

    [Fact]
    public async Task What_nobody_fetched_is_freed_when_a_new_epoch_begins()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        DataPlaneTensorChannel from = new(giver, BlockCodec.None), to = new(taker, BlockCodec.None);
        var sent = Numbers(6, 8);
        var handle = Received(from.Publish(from.Offer(sent), exact: true));

        from.EndEpoch();

        Assert.Equal((0, true), (giver.PublishedCount, sent.IsInvalid));
        await Assert.ThrowsAsync<IOException>(() => to.Fetch(handle));
    }

    [Fact]
    public async Task What_does_not_lie_in_one_piece_is_copied_first()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        DataPlaneTensorChannel from = new(giver, BlockCodec.None), to = new(taker, BlockCodec.None);
        using var whole = Numbers(6, 8);
        var turned = whole.transpose(0, 1);
        var handle = Received(from.Publish(from.Offer(turned), exact: true));
        Assert.True(turned.IsInvalid);

        await to.Fetch(handle);

        using var arrived = to.Accept(handle);
        using var expected = whole.transpose(0, 1);
        Assert.True(arrived.equal(expected).all().ToBoolean());
    }

    [Fact]
    public async Task A_tensor_that_comes_back_to_its_own_node_needs_no_connection()
    {
        var node = nodes.Start();
        DataPlaneTensorChannel channel = new(node, BlockCodec.BFloat16);
        var sent = Numbers(3, 400_000);
        var bytes = sent.bytes.ToArray();
        var handle = Received(channel.Publish(channel.Offer(sent), exact: false));

        await channel.Fetch(handle);

        using var arrived = channel.Accept(handle);
        Assert.Equal(bytes, arrived.bytes.ToArray());
        Assert.Equal(0, node.PublishedCount);
        Assert.True(sent.IsInvalid);
        Assert.Empty(node.Counters.All);
    }

    [Fact]
    public async Task Numbers_are_rounded_only_where_that_is_allowed()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        DataPlaneTensorChannel from = new(giver, BlockCodec.BFloat16), to = new(taker, BlockCodec.None);
        using var numbers = Numbers(1000);
        using var rounded = numbers.to(ScalarType.BFloat16).to(ScalarType.Float32);
        using var whole = numbers.to(ScalarType.Int64);

        Assert.Equal(rounded.bytes.ToArray(), await Sent(numbers.clone(), exact: false));
        Assert.Equal(numbers.bytes.ToArray(), await Sent(numbers.clone(), exact: true));
        Assert.Equal(whole.bytes.ToArray(), await Sent(whole.clone(), exact: false));

        async Task<byte[]> Sent(Tensor tensor, bool exact)
        {
            var handle = Received(from.Publish(from.Offer(tensor), exact));
            await to.Fetch(handle);
            using var arrived = to.Accept(handle);
            return arrived.bytes.ToArray();
        }
    }

    [Fact]
    public async Task A_message_that_is_sent_again_or_passed_on_names_the_same_tensor()
    {
        var (giver, between, taker) = (nodes.Start(), nodes.Start(), nodes.Start());
        DataPlaneTensorChannel from = new(giver, BlockCodec.None), to = new(taker, BlockCodec.None);
        var handle = from.Offer(Numbers(7));
        var first = from.Publish(handle, exact: true);

        Assert.Same(first, from.Publish(handle, exact: true));
        Assert.Equal(1, giver.PublishedCount);
        var passedOn = new DataPlaneTensorChannel(between, BlockCodec.None).Publish(Received(first), exact: true);
        var last = Received(passedOn);
        await to.Fetch(last);
        to.Accept(last).Dispose();

        Assert.Equal(0, between.PublishedCount);
        await Until(() => giver.PublishedCount == 0);
    }

    [Fact]
    public async Task A_tensor_that_was_fetched_is_given_away_anew()
    {
        var (giver, between, taker) = (nodes.Start(), nodes.Start(), nodes.Start());
        DataPlaneTensorChannel from = new(giver, BlockCodec.None), on = new(between, BlockCodec.None), to = new(taker, BlockCodec.None);
        var handle = Received(from.Publish(from.Offer(Numbers(7)), exact: true));
        await on.Fetch(handle);
        var next = Received(on.Publish(handle, exact: true));
        await Until(() => giver.PublishedCount == 0);

        await to.Fetch(next);

        to.Accept(next).Dispose();
    }

    [Fact]
    public async Task What_cannot_be_had_is_an_input_error()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start(Nodes.Settings with { BlockMibMax = 1 }));
        DataPlaneTensorChannel from = new(giver, BlockCodec.None), to = new(taker, BlockCodec.None);
        var once = from.Publish(from.Offer(Numbers(7)), exact: true);
        var first = Received(once);
        await to.Fetch(first);
        to.Accept(first).Dispose();
        await Until(() => giver.PublishedCount == 0);

        await Assert.ThrowsAsync<IOException>(() => to.Fetch(Received(once)));
        await Assert.ThrowsAsync<IOException>(() => to.Fetch(Received(once with { Handle = [1, 2, 3] })));
        await Assert.ThrowsAsync<IOException>(() => to.Fetch(Received(once with { Shape = [8] })));
        var large = from.Publish(from.Offer(torch.zeros(300_000)), exact: true);
        var refusal = await Assert.ThrowsAsync<IOException>(() => to.Fetch(Received(large)));
        Assert.Contains("block-mib-max", refusal.Message, StringComparison.Ordinal);
        var last = from.Publish(from.Offer(Numbers(7)), exact: true);
        giver.Dispose();
        await Assert.ThrowsAsync<IOException>(() => to.Fetch(Received(last)));
    }

    [Fact]
    public void What_is_elsewhere_or_gone_is_neither_accepted_nor_published()
    {
        DataPlaneTensorChannel channel = new(nodes.Start(), BlockCodec.None);
        var handle = channel.Offer(Numbers(7));
        channel.Accept(handle).Dispose();

        Assert.Throws<InvalidOperationException>(() => channel.Publish(handle, exact: true));
        Assert.Throws<InvalidOperationException>(() => channel.Accept(new TensorHandle(new RemoteTensor([7], [1]))));
    }

    [Fact]
    public async Task What_nobody_fetches_is_freed_in_time()
    {
        using Nodes timed = new(time);
        var node = timed.Start(Nodes.Settings with { LeaseSeconds = 60 });
        DataPlaneTensorChannel channel = new(node, BlockCodec.None);
        var tensor = Numbers(7);
        channel.Publish(channel.Offer(tensor), exact: true);
        time.Advance(59);
        node.Tick();
        Assert.Equal(1, node.PublishedCount);

        time.Advance(2);

        await Until(() => node.PublishedCount == 0 && tensor.IsInvalid);
    }

    [Fact]
    public void An_owner_gets_its_tensors_on_its_own_device()
    {
        var channel = new DataPlaneTensorChannel(nodes.Start(), BlockCodec.None).On(torch.device("meta"));

        using var moved = channel.Accept(channel.Offer(Numbers(7)));

        Assert.Equal(DeviceType.META, moved.device_type);
    }

    private static Tensor Numbers(params long[] shape) => torch.arange(
        shape.Aggregate(1L, (count, size) => count * size), dtype: ScalarType.Float32).mul(0.37).sin().mul(100).reshape(shape);

    private static TensorHandle Received(RemoteTensor remote) => new(remote);

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            Cancel.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
