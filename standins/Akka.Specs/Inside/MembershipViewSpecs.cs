using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Configuration;

namespace AkkaSpecs.Inside;

public sealed class MembershipViewSpecs
{
    private static readonly ClusterSettings Settings = new(ConfigurationFactory.Reference("cluster"), "views");

    [Fact]
    public void Views_told_in_any_order_and_more_than_once_become_equal()
    {
        const int seed = 20260;
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var views = Enumerable.Range(0, 4).Select(_ => RandomView(random)).ToList();
            var forward = views.Aggregate((one, other) => one.Merge(other));
            views.Reverse();
            var backward = views.Concat(views.Take(2)).Aggregate((one, other) => one.Merge(other));
            Assert.True(forward.IsSameAs(backward), $"seed {seed}, round {round}");
            Assert.True(forward.IsSameAs(forward.Merge(backward)), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void What_is_further_counts_and_who_is_gone_stays_gone()
    {
        var up = Views.Of(Views.Up(1), Views.Up(2));
        var leaving = up.With(Views.Up(2), MemberStatus.Leaving);
        Assert.Equal(MemberStatus.Leaving, up.Merge(leaving).Of(Views.Node(2)).Status);
        Assert.Equal(MemberStatus.Leaving, leaving.Merge(up).Of(Views.Node(2)).Status);
        var gone = up.Without(Views.Up(2));
        Assert.Null(leaving.Merge(gone).Of(Views.Node(2)));
        Assert.Null(gone.Merge(leaving).Of(Views.Node(2)));
    }

    [Fact]
    public void The_leader_acts_only_when_all_that_count_have_told_the_same_view()
    {
        var view = Views.Of(Views.Up(1), Views.Up(2), Views.Joining(3));
        Assert.False(view.IsSharedBy(Views.Node(1), ImmutableDictionary<UniqueAddress, Membership>.Empty));
        var told = new Dictionary<UniqueAddress, Membership> { [Views.Node(2)] = Views.Of(Views.Up(1), Views.Up(2)) };
        Assert.False(view.IsSharedBy(Views.Node(1), told));
        told[Views.Node(2)] = Views.Of(Views.Joining(3), Views.Up(2), Views.Up(1));
        Assert.True(view.IsSharedBy(Views.Node(1), told));
        Assert.False(view.Unreachable(1, 3).IsSharedBy(Views.Node(1), told));
    }

    [Fact]
    public void Who_is_down_does_not_keep_the_leader_from_acting_and_is_gone_after_it()
    {
        var view = Views.Of(Views.Up(1), Views.Up(2)).Unreachable(1, 2);
        view = view.With(Views.Up(2), MemberStatus.Down);
        Assert.True(view.IsSharedBy(Views.Node(1), ImmutableDictionary<UniqueAddress, Membership>.Empty));
        var next = view.AfterLeaderActions(Settings, Views.Node(1));
        Assert.Equal([Views.Node(1)], next.Members.Select(member => member.UniqueAddress));
        Assert.Contains(Views.Node(2), next.Gone);
    }

    [Fact]
    public void Who_joins_is_up_in_turn_and_the_youngest()
    {
        var view = Views.Of(Views.Up(5, age: 7), Views.Joining(1), Views.Joining(9));
        var next = view.AfterLeaderActions(Settings, Views.Node(5));
        Assert.Equal([5, 1, 9], next.Members.Order(Member.AgeOrdering).Select(member => member.Address.Port!.Value));
    }

    [Fact]
    public void Another_life_at_an_address_ends_the_former_one()
    {
        var view = Views.Of(Views.Up(1), Views.Up(2));
        var next = view.WithJoining(Views.Joining(2, life: 2));
        Assert.Equal(Views.Node(2, life: 2), next.Of(Views.Node(2).Address).UniqueAddress);
        var names = view.EventsTo(next, Views.Node(1)).Select(happened => happened.GetType().Name);
        Assert.Equal(["MemberDowned", "MemberRemoved", "MemberJoined"], names);
        Assert.True(next.IsSameAs(next.Merge(view)));
    }

    [Fact]
    public void Events_tell_every_difference_once()
    {
        var before = Views.Of(Views.Up(1), Views.Up(2), Views.Up(3));
        Assert.Empty(before.EventsTo(before, Views.Node(1)));
        var cut = before.Unreachable(1, 2);
        Assert.Equal(
            ["UnreachableMember"], before.EventsTo(cut, Views.Node(1)).Select(happened => happened.GetType().Name));
        var healed = cut.Unreachable(1).With(Views.Up(3), MemberStatus.Leaving);
        Assert.Equal(
            ["ReachableMember", "MemberLeft"],
            cut.EventsTo(healed, Views.Node(1)).Select(happened => happened.GetType().Name));
    }

    [Fact]
    public void A_node_never_sees_itself_unreachable_and_one_that_is_down_accuses_nobody()
    {
        var view = Views.Of(Views.Up(1), Views.Up(2)).Unreachable(2, 1);
        Assert.Empty(view.StateFor(Views.Node(1), []).Unreachable);
        Assert.NotEmpty(view.StateFor(Views.Node(2), []).Unreachable);
        Assert.Empty(view.With(Views.Up(2), MemberStatus.Down).Unreachable);
    }

    private static Membership RandomView(Random random)
    {
        MemberStatus[] further = [MemberStatus.Leaving, MemberStatus.Exiting, MemberStatus.Down];
        var view = Membership.Empty;
        for (var port = 1; port <= 5; port++)
        {
            var member = Views.Up(port);
            switch (random.Next(6))
            {
                case 0:
                    break;
                case 1:
                    view = view.With(Views.Joining(port));
                    break;
                case 2:
                    view = view.Without(member);
                    break;
                case 3:
                    view = view.With(further.Take(random.Next(1, 3)).Aggregate(member, (m, status) => m.Copy(status)));
                    break;
                default:
                    view = view.With(member);
                    break;
            }
        }

        return view;
    }
}
