using System.Net.Sockets;
using System.Runtime.InteropServices;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Model.Weights;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class DataPlaneNodeSpecs : IDisposable
{
    private const int MiB = 1 << 20;

    private readonly Nodes nodes = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => nodes.Dispose();

    [Fact]
    public async Task A_published_block_is_fetched_bit_by_bit_and_freed()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        int[] lengths = [0, 1, 1023, 65_507, 65_508, 65_509, 262_143, 262_144, 262_145, MiB - 1, MiB, MiB + 1, (9 * MiB) + 3];
        foreach (var length in lengths)
        {
            var (handle, block) = Nodes.Publish(giver, length);
            using var fetched = await taker.FetchAsync(BlockHandle.FromBytes(handle.ToBytes()), Cancel);

            Assert.Equal(block.ToArray(), Nodes.BytesOf(fetched));
            await block.Freed.WaitAsync(Cancel);
        }
        Assert.Equal(0, giver.PublishedCount);
        Assert.Empty(nodes.Log);
    }

    [Fact]
    public async Task A_tensor_is_received_into_the_storage_of_a_new_one()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        using var sent = torch.arange(300_000, dtype: torch.ScalarType.Float32).reshape(3, 100_000);
        var bytes = sent.bytes.ToArray();
        var description = TensorBlock.Describe(sent, BlockCodec.None);
        var handle = giver.Publish(TensorBlock.Own(sent.detach()), description, giver.Terms(step: 1));
        var target = TensorBlock.For(handle.Description);

        await taker.FetchAsync(handle, target, Cancel);

        using var arrived = target.Take();
        Assert.Equal(torch.ScalarType.Float32, arrived.dtype);
        Assert.Equal([3L, 100_000L], arrived.shape);
        Assert.Equal(bytes, arrived.bytes.ToArray());
    }

    [Fact]
    public async Task Codecs_are_applied_on_the_way()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        var numbers = Enumerable.Range(0, (3 * MiB) + 5).Select(at => MathF.Sin(at) * at).ToArray();
        foreach (var codec in new[] { BlockCodec.BFloat16, BlockCodec.Int8(64), BlockCodec.Int8(256) })
        {
            var bytes = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();
            BlockDescription description = new(TensorDataType.Float32, [numbers.Length], codec);
            var before = giver.Counters.All.Sum(peer => peer.Value.BytesOut);
            var handle = giver.Publish(new ArrayBlock(bytes), description, giver.Terms(0));
            using var fetched = await taker.FetchAsync(handle, Cancel);

            var wire = new byte[codec.EncodedBytes(bytes.Length)];
            codec.Encode(bytes, wire);
            codec.Decode(wire, bytes);
            Assert.Equal(bytes, Nodes.BytesOf(fetched));
            Assert.InRange(giver.Counters.All.Sum(peer => peer.Value.BytesOut) - before, wire.Length, wire.Length + 4096);
        }
    }

    [Fact]
    public async Task Many_fetches_share_one_connection()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        var published = Enumerable.Range(1, 40).Select(at => Nodes.Publish(giver, at * 77_777)).ToList();

        var fetched = await Task.WhenAll(published.Select(pair => taker.FetchAsync(pair.Handle, Cancel)));

        foreach (var (pair, block) in published.Zip(fetched)) Assert.Equal(pair.Block.ToArray(), Nodes.BytesOf(block));
        foreach (var block in fetched) block.Dispose();
        var counters = Assert.Single(taker.Counters.All).Value;
        Assert.Equal(40, counters.Fetches);
        Assert.InRange(counters.BytesIn, published.Sum(pair => pair.Block.Length), long.MaxValue);
        Assert.Equal(0, counters.Errors);
    }

    [Fact]
    public async Task What_is_gone_is_said_to_be_gone()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        var (handle, _) = Nodes.Publish(giver, 100, step: 3);
        giver.EndSteps(4);

        await Fails(DataPlaneFailure.Gone, taker.FetchAsync(handle, Cancel));
        var earlier = handle with { Node = handle.Node with { Incarnation = 1 } };
        await Fails(DataPlaneFailure.OtherIncarnation, taker.FetchAsync(earlier, Cancel));
        var (other, _) = Nodes.Publish(giver, 100);
        await Fails(DataPlaneFailure.Mismatch, taker.FetchAsync(other with { Description = BlockDescription.OfBytes(99) }, Cancel));
        (await taker.FetchAsync(other, Cancel)).Dispose();
        Assert.Empty(nodes.Log);
    }

    [Fact]
    public async Task A_block_is_kept_for_another_node_and_loaded_from_it()
    {
        var (owner, keeper, heir) = (nodes.Start(), nodes.Start(), nodes.Start());
        BlockDescription description = new(TensorDataType.Float32, [2, 500_000], BlockCodec.None);
        var peer = keeper.Self.Address;
        foreach (var version in new[] { 10L, 20L })
        {
            PooledBlock state = new(description.Bytes);
            state.Bytes(0, 1)[0] = (byte)version;
            await owner.StoreAsync(peer, Name(version), description, state, Cancel);
        }

        var (newest, what) = await heir.LoadAsync(peer, Name(NamedBlocks.Newest), Cancel);
        using (newest)
        {
            Assert.Equal(20, newest.Bytes(0, 1)[0]);
            Assert.Equal(description, what);
        }
        await owner.DropAsync(peer, "snapshot", "encoder.0.1", 20, Cancel);
        Assert.Equal([20L], keeper.KeptVersions("snapshot", "encoder.0.1"));
        Assert.Equal(description.Bytes, keeper.KeptBytes);
        await Fails(DataPlaneFailure.Gone, heir.LoadAsync(peer, Name(10), Cancel));
    }

    [Fact]
    public async Task What_a_node_keeps_itself_is_copied_to_another()
    {
        var (owner, keeper) = (nodes.Start(), nodes.Start());
        owner.Keep(Name(7), BlockDescription.OfBytes(3), PooledBlock.CopyOf([1, 2, 3]));

        await owner.StoreAsync(keeper.Self.Address, Name(NamedBlocks.Newest), Cancel);

        var (block, version) = keeper.Kept(Name(7))!.Value;
        Assert.Equal(7, version);
        Assert.Equal(3, block.Block.Bytes(2, 1)[0]);
        block.LetGo();
        await Fails(DataPlaneFailure.Gone, owner.StoreAsync(keeper.Self.Address, Name(8), Cancel));
    }

    [Fact]
    public async Task A_node_keeps_no_more_than_it_may()
    {
        var (owner, keeper) = (nodes.Start(), nodes.Start(Nodes.Settings with { StoreMibMax = 1 }));
        await owner.StoreAsync(keeper.Self.Address, Name(1), BlockDescription.OfBytes(900_000), new PooledBlock(900_000), Cancel);
        WatchedBlock tooMuch = new(200_000);

        await Fails(DataPlaneFailure.NoRoom,
            owner.StoreAsync(keeper.Self.Address, Name(2), BlockDescription.OfBytes(200_000), tooMuch, Cancel));

        await tooMuch.Freed.WaitAsync(Cancel);
        Assert.Equal(900_000, keeper.KeptBytes);
        Assert.Throws<DataPlaneException>(() => keeper.Keep(Name(3), BlockDescription.OfBytes(200_000), new PooledBlock(200_000)));
    }

    [Fact]
    public async Task A_cancelled_fetch_leaves_its_destination_alone_and_the_connection_usable()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        using GatedBlock gated = new(4 * MiB);
        var handle = giver.Publish(gated, BlockDescription.OfBytes(gated.Length), giver.Terms(0));
        using CancellationTokenSource giveUp = new();
        ArrayBlock destination = new(4 * MiB);
        var fetch = taker.FetchAsync(handle, destination, giveUp.Token);
        await gated.Reached.WaitAsync(Cancel);

        giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
        var untouched = destination.Bytes(0, 4 * MiB).ToArray();
        gated.Open();

        var (other, block) = Nodes.Publish(giver, 3 * MiB);
        using var fetched = await taker.FetchAsync(other, Cancel);
        Assert.Equal(block.ToArray(), Nodes.BytesOf(fetched));
        Assert.Equal(untouched, destination.Bytes(0, 4 * MiB).ToArray());
        Assert.Empty(nodes.Log);
    }

    [Fact]
    public async Task Nobody_listening_is_an_error_at_once()
    {
        var (giver, taker) = (nodes.Start(), nodes.Start());
        var (handle, _) = Nodes.Publish(giver, 100);
        giver.Dispose();

        await Fails(DataPlaneFailure.ConnectionLost, taker.FetchAsync(handle, Cancel));
        await nodes.SaysAsync("no connection to");
        Assert.Single(nodes.Log);
    }

    private static BlockName Name(long version) => new("snapshot", "encoder.0.1", version);

    private static async Task Fails(DataPlaneFailure expected, Task transfer) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<DataPlaneException>(() => transfer)).Failure);
}
