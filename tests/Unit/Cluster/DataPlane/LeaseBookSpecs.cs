using Moe.Cluster.DataPlane.Blocks;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class LeaseBookSpecs
{
    private readonly ManualTime time = new();
    private readonly LeaseBook leases;

    public LeaseBookSpecs() => leases = new LeaseBook(time);

    [Fact]
    public void A_block_is_freed_when_every_receiver_has_released_it()
    {
        WatchedBlock block = new(8);
        var id = Publish(block, uses: 2);

        leases.Release(id);
        Assert.False(block.IsFreed);
        leases.Release(id);
        Assert.True(block.IsFreed);
        leases.Release(id);
        Assert.Null(leases.Hold(id));
    }

    [Fact]
    public void A_block_is_freed_when_its_time_is_over_and_not_before()
    {
        WatchedBlock block = new(8);
        Publish(block, seconds: 10);

        time.Advance(9.9);
        Assert.Equal(0, leases.EndDue());
        Assert.False(block.IsFreed);
        time.Advance(0.1);
        Assert.Equal(1, leases.EndDue());
        Assert.True(block.IsFreed);
    }

    [Fact]
    public void Blocks_of_steps_that_are_over_are_freed()
    {
        WatchedBlock old = new(8), current = new(8);
        Publish(old, step: 4);
        Publish(current, step: 5);

        leases.EndSteps(5);

        Assert.True(old.IsFreed);
        Assert.False(current.IsFreed);
        Assert.Equal(1, leases.Count);
    }

    [Fact]
    public void A_block_that_is_being_sent_is_freed_afterwards()
    {
        WatchedBlock block = new(8);
        var id = Publish(block);
        var held = leases.Hold(id)!;

        leases.Dispose();
        Assert.False(block.IsFreed);
        Assert.Null(leases.Hold(id));
        held.LetGo();
        Assert.True(block.IsFreed);
    }

    [Fact]
    public void A_lease_without_end_outlives_any_time()
    {
        leases.Publish(new WatchedBlock(8), BlockDescription.OfBytes(8), new LeaseTerms(1, TimeSpan.MaxValue, 0));
        time.Advance(1e9);

        Assert.Equal(0, leases.EndDue());
    }

    [Fact]
    public void A_block_of_another_length_than_its_description_is_refused() =>
        Assert.Contains("has 8 bytes, expected 9", Assert.Throws<ArgumentException>(() =>
            leases.Publish(new WatchedBlock(8), BlockDescription.OfBytes(9), default)).Message, StringComparison.Ordinal);

    private ulong Publish(Block block, int uses = 1, double seconds = 60, long step = 0) =>
        leases.Publish(block, BlockDescription.OfBytes(block.Length), new LeaseTerms(uses, TimeSpan.FromSeconds(seconds), step));
}
