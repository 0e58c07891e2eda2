using Akka.Cluster;
using Akka.Cluster.Tools.Singleton;

namespace AkkaSpecs.Inside;

public sealed class SuccessionLineSpecs
{
    [Fact]
    public void The_oldest_is_first_at_once()
    {
        var line = Line(2, Views.Up(2), Views.Up(3));
        Assert.True(line.IsNext && line.IsFirst);
    }

    [Fact]
    public void A_younger_node_is_not_next_while_an_older_one_is_up()
    {
        var line = Line(3, Views.Up(2), Views.Up(3));
        Assert.False(line.IsNext);
        line.Follow(new ClusterEvent.MemberLeft(Views.Up(2).Copy(MemberStatus.Leaving)));
        Assert.False(line.IsNext);
    }

    [Fact]
    public void When_the_older_exits_it_is_asked_and_first_only_when_it_has_told()
    {
        var line = Line(3, Views.Up(2), Views.Up(3));
        line.Follow(new ClusterEvent.MemberExited(Exiting(2)));
        Assert.True(line.IsNext);
        Assert.False(line.IsFirst);
        Assert.Equal([Views.Node(2)], line.Leaving.Select(member => member.UniqueAddress));
        line.Clear(Views.Node(2));
        Assert.True(line.IsFirst);
        line.Follow(new ClusterEvent.MemberRemoved(Exiting(2).Copy(MemberStatus.Removed), MemberStatus.Exiting));
        Assert.True(line.IsFirst);
    }

    [Fact]
    public void After_a_crash_it_is_first_only_when_cleared()
    {
        var line = Line(3, Views.Up(2), Views.Up(3));
        var down = Views.Up(2).Copy(MemberStatus.Down);
        line.Follow(new ClusterEvent.MemberDowned(down));
        line.Follow(new ClusterEvent.MemberRemoved(down.Copy(MemberStatus.Removed), MemberStatus.Down));
        Assert.True(line.IsAhead(Views.Node(2)));
        Assert.True(line.IsNext);
        Assert.False(line.IsFirst);
        Assert.Empty(line.Leaving);
        line.Clear(Views.Node(2));
        Assert.True(line.IsFirst);
    }

    [Fact]
    public void One_that_told_before_it_was_seen_to_leave_is_never_ahead_again()
    {
        var line = Line(3, Views.Up(2), Views.Up(3));
        line.Clear(Views.Node(2));
        line.Follow(new ClusterEvent.MemberExited(Exiting(2)));
        Assert.True(line.IsFirst);
    }

    [Fact]
    public void Members_that_came_up_together_are_ordered_by_age_not_by_the_order_of_events()
    {
        var line = new SuccessionLine(Views.Node(9), null);
        line.Start(new ClusterEvent.CurrentClusterState());
        line.Follow(new ClusterEvent.MemberUp(Views.Up(1, age: 2)));
        Assert.False(line.IsNext);
        line.Follow(new ClusterEvent.MemberUp(Views.Up(9, age: 1)));
        Assert.True(line.IsNext && line.IsFirst);
    }

    private static Member Exiting(int port) => Views.Up(port).Copy(MemberStatus.Leaving).Copy(MemberStatus.Exiting);

    private static SuccessionLine Line(int self, params IEnumerable<Member> members)
    {
        var line = new SuccessionLine(Views.Node(self), null);
        line.Start(new ClusterEvent.CurrentClusterState([.. members], [], [], null, null));
        return line;
    }
}
