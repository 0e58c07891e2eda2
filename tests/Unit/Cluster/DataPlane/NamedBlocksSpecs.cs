using Moe.Cluster.DataPlane.Blocks;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class NamedBlocksSpecs
{
    private readonly NamedBlocks named = new(bytesMax: 100);

    [Fact]
    public void Gives_a_version_or_the_newest()
    {
        Put(3, 10);
        Put(5, 20);

        Assert.Equal(10, named.Hold(Name(3))!.Value.Block.Block.Length);
        Assert.Equal(5, named.Hold(Name(NamedBlocks.Newest))!.Value.Version);
        Assert.Null(named.Hold(Name(4)));
        Assert.Null(named.Hold(new BlockName("snapshot", "another", 3)));
        Assert.Equal([3L, 5L], named.Versions("snapshot", "encoder.0.1"));
    }

    [Fact]
    public void Takes_no_more_than_its_room()
    {
        Put(1, 60);

        Assert.False(named.TryReserve(41));
        Assert.True(named.TryReserve(40));
        Assert.False(named.TryReserve(1));
        named.Unreserve(40);
        Assert.Equal(60, named.Bytes);
        Assert.False(named.TryReserve(-1));
    }

    [Fact]
    public void A_block_of_the_same_name_takes_the_place_of_the_one_before()
    {
        var before = Put(1, 30);
        var after = Put(1, 40);

        Assert.True(before.IsFreed);
        Assert.False(after.IsFreed);
        Assert.Equal(40, named.Bytes);
    }

    [Fact]
    public void Versions_below_one_are_forgotten_and_their_room_is_free()
    {
        var blocks = Enumerable.Range(1, 4).Select(version => Put(version, 20)).ToList();

        named.Drop("snapshot", "encoder.0.1", 3);

        Assert.Equal([true, true, false, false], blocks.Select(block => block.IsFreed));
        Assert.Equal(40, named.Bytes);
    }

    private WatchedBlock Put(long version, int bytes)
    {
        WatchedBlock block = new(bytes);
        Assert.True(named.TryReserve(bytes));
        named.Put(Name(version), new SharedBlock(block, BlockDescription.OfBytes(bytes)));
        return block;
    }

    private static BlockName Name(long version) => new("snapshot", "encoder.0.1", version);
}
