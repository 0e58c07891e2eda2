using Akka.Cluster;
using AkkaSpecs.Support;

namespace AkkaSpecs.Several;

public sealed class KilledNodeSpecs
{
    [Fact]
    public async Task A_node_that_is_killed_is_unreachable_then_put_out_then_removed()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        using var victim = await NodeProcess.Start(first.Address);
        await second.SeesUp(victim.Address);
        victim.Kill();
        foreach (var node in (Node[])[first, second])
        {
            await node.Events.Fish<ClusterEvent.UnreachableMember>(seen => seen.Member.Address == victim.Address);
            await node.Events.Fish<ClusterEvent.MemberDowned>(seen => seen.Member.Address == victim.Address);
            Assert.Equal(MemberStatus.Down, (await node.SeesRemoved(victim.Address)).PreviousStatus);
            await node.Shows(state => state.Members.Count == 2 && state.Unreachable.IsEmpty);
        }
    }

    [Fact]
    public async Task A_node_that_starts_again_at_its_address_takes_the_place_of_its_former_life()
    {
        await using var first = await Node.First("akka.cluster.split-brain-resolver.stable-after = 60s");
        await using var second = Node.Start("akka.cluster.split-brain-resolver.stable-after = 60s");
        await second.Join(first);
        using var former = await NodeProcess.Start(first.Address);
        await first.SeesUp(former.Address);
        await first.Shows(state => state.Members.Count == 3);
        var before = first.Cluster.State.Members.Single(member => member.Address == former.Address).UniqueAddress;
        former.Kill();
        await former.Ended();
        using var next = await NodeProcess.Start(first.Address, port: former.Address.Port!.Value);
        Assert.Equal(former.Address, next.Address);
        var removed = await second.SeesRemoved(former.Address);
        Assert.Equal(before, removed.Member.UniqueAddress);
        await second.SeesUp(next.Address);
        await second.Shows(state => state.Members.Any(
            member => member.Address == next.Address && member.UniqueAddress != before));
    }

    [Fact]
    public async Task A_node_that_stands_still_for_a_while_is_unreachable_and_then_reachable_again()
    {
        const string patient = "akka.cluster.split-brain-resolver.stable-after = 60s";
        await using var first = await Node.First(patient);
        using var other = await NodeProcess.Start(first.Address, patient);
        await first.SeesUp(other.Address);
        other.Pause();
        await first.Events.Fish<ClusterEvent.UnreachableMember>(seen => seen.Member.Address == other.Address);
        await first.Shows(state => state.Unreachable.Any(member => member.Address == other.Address));
        other.Resume();
        await first.Events.Fish<ClusterEvent.ReachableMember>(seen => seen.Member.Address == other.Address);
        await first.Shows(state => state.Unreachable.IsEmpty && state.Members.All(m => m.Status == MemberStatus.Up));
    }

    [Fact]
    public async Task A_node_that_is_paused_until_it_is_removed_ends_when_it_goes_on()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        using var other = await NodeProcess.Start(first.Address);
        other.Pause();
        await first.SeesRemoved(other.Address);
        await second.SeesRemoved(other.Address);
        other.Resume();
        await other.Ended().WaitAsync(TimeSpan.FromSeconds(60));
        await first.Shows(state => state.Members.Count == 2);
    }

    [Fact]
    public async Task A_process_that_leaves_ends_by_itself()
    {
        await using var first = await Node.First();
        using var other = await NodeProcess.Start(first.Address);
        await first.SeesUp(other.Address);
        other.Leave();
        Assert.Equal(MemberStatus.Exiting, (await first.SeesRemoved(other.Address)).PreviousStatus);
        await other.Ended().WaitAsync(TimeSpan.FromSeconds(60));
    }
}
