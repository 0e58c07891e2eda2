using Akka.Actor;
using Akka.Cluster;
using AkkaSpecs.Support;

namespace AkkaSpecs.Several;

public sealed class SeveralMembersSpecs
{
    [Fact]
    public async Task Nodes_that_join_one_another_see_the_same_members_and_leader()
    {
        await using var first = await Node.First("akka.cluster.roles = [\"seed\"]");
        await using var second = Node.Start("akka.cluster.roles = [\"expert\", \"router\"]");
        await using var third = Node.Start("akka.cluster.roles = [\"expert\"]");
        await second.Join(first);
        await third.Join(first);
        await second.SeesUp(third.Address);
        foreach (var node in (Node[])[first, second, third])
        {
            await node.Shows(seen => seen.Members.Count(member => member.Status == MemberStatus.Up) == 3);
            var state = node.Cluster.State;
            Assert.Equal(
                [first.Address, second.Address, third.Address],
                state.Members.Order(Member.AgeOrdering).Select(member => member.Address));
            Assert.All(state.Members, member => Assert.Equal(MemberStatus.Up, member.Status));
            Assert.Empty(state.Unreachable);
            Assert.Equal(["expert", "router", "seed"], state.AllRoles.Order());
            Assert.Equal(state.Members.Min()!.Address, state.Leader);
            Assert.Equal(first.Address, state.RoleLeader("seed"));
        }

        Assert.Contains("router", first.Cluster.State.Members.Single(m => m.Address == second.Address).Roles);
        Assert.Equal(
            second.Cluster.SelfUniqueAddress,
            first.Cluster.State.Members.Single(m => m.Address == second.Address).UniqueAddress);
    }

    [Fact]
    public async Task Only_the_first_seed_forms_a_cluster_and_the_others_find_it()
    {
        await using var first = Node.Start();
        await using var second = Node.Start();
        Address[] seeds = [first.Address, second.Address];
        second.Cluster.JoinSeedNodes(seeds);
        first.Cluster.JoinSeedNodes(seeds);
        await first.SeesUp(first.Address, second.Address);
        await second.SeesUp(second.Address);
        await second.Shows(state => state.Members.Count == 2
            && state.Members.Order(Member.AgeOrdering).First().Address == first.Address);
    }

    [Fact]
    public async Task A_first_seed_that_starts_again_joins_the_cluster_that_is_there()
    {
        await using var first = Node.Start();
        await using var second = Node.Start();
        await second.Join(second);
        first.Cluster.JoinSeedNodes([first.Address, second.Address]);
        await second.SeesUp(first.Address);
        await first.SeesUp(first.Address);
        await first.Shows(state => state.Members.Count == 2);
    }

    [Fact]
    public async Task Nobody_is_up_before_there_are_enough()
    {
        const string three = "akka.cluster.min-nr-of-members = 3";
        await using var first = Node.Start(three);
        await using var second = Node.Start(three);
        await using var third = Node.Start(three);
        first.Cluster.Join(first.Address);
        second.Cluster.Join(first.Address);
        await first.Events.Fish<ClusterEvent.MemberJoined>(joined => joined.Member.Address == second.Address);
        await first.Shows(state => state.Members.Count == 2);
        Assert.All(first.Cluster.State.Members, member => Assert.Equal(MemberStatus.Joining, member.Status));
        third.Cluster.Join(first.Address);
        await third.SeesUp(first.Address, second.Address, third.Address);
    }

    [Fact]
    public async Task Enough_can_be_asked_for_by_role()
    {
        const string two = "akka.cluster { roles = [\"expert\"]\n role.expert.min-nr-of-members = 2 }";
        await using var first = Node.Start(two);
        await using var second = Node.Start(two);
        first.Cluster.Join(first.Address);
        await first.Events.Fish<ClusterEvent.MemberJoined>(joined => joined.Member.Address == first.Address);
        Assert.False(first.Cluster.IsUp);
        second.Cluster.Join(first.Address);
        await first.SeesUp(first.Address);
        await second.SeesUp(second.Address);
    }

    [Fact]
    public async Task A_node_that_leaves_is_seen_to_leave_and_ends()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        await second.Cluster.LeaveAsync();
        await first.Events.Fish<ClusterEvent.MemberLeft>(left => left.Member.Address == second.Address);
        await first.Events.Fish<ClusterEvent.MemberExited>(exited => exited.Member.Address == second.Address);
        var removed = await first.SeesRemoved(second.Address);
        Assert.Equal(MemberStatus.Exiting, removed.PreviousStatus);
        await second.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));
        await first.Shows(state => state.Members.Count == 1);
        Assert.True(first.Cluster.IsUp);
    }

    [Fact]
    public async Task The_leader_can_leave_and_a_node_can_let_another_leave()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        second.Cluster.Leave(first.Address);
        await second.SeesRemoved(first.Address);
        await first.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));
        await using var third = Node.Start();
        await third.Join(second);
        await third.Shows(state => state.Members.Order(Member.AgeOrdering).First().Address == second.Address);
    }

    [Fact]
    public async Task A_node_that_another_puts_out_ends_its_system()
    {
        await using var first = await Node.First();
        await using var second = Node.Start();
        await using var third = Node.Start();
        await second.Join(first);
        await third.Join(first);
        first.Cluster.Down(second.Address);
        var removed = await first.SeesRemoved(second.Address);
        Assert.Equal(MemberStatus.Down, removed.PreviousStatus);
        await third.SeesRemoved(second.Address);
        await second.System.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.IsType<CoordinatedShutdown.ClusterDowningReason>(CoordinatedShutdown.Get(second.System).ShutdownReason);
    }
}
