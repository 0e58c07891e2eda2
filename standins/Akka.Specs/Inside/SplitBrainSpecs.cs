using Akka.Cluster;
using Akka.Cluster.Internal;
using Akka.Configuration;

namespace AkkaSpecs.Inside;

public sealed class SplitBrainSpecs
{
    [Theory]
    [InlineData("1,2,3", "4,5", nameof(SplitDecision.DownUnreachable))]
    [InlineData("4,5", "1,2,3", nameof(SplitDecision.DownReachable))]
    [InlineData("1,3", "2,4", nameof(SplitDecision.DownUnreachable))]
    [InlineData("2,4", "1,3", nameof(SplitDecision.DownReachable))]
    [InlineData("1", "2", nameof(SplitDecision.DownUnreachable))]
    [InlineData("2", "1", nameof(SplitDecision.DownReachable))]
    public void The_majority_stays_and_of_two_halves_the_one_with_the_lowest_address(
        string here, string there, string expected) =>
        Assert.Equal(expected, $"{Decide("active-strategy = keep-majority", here, there)}");

    [Theory]
    [InlineData("1,2,3", "4,5", nameof(SplitDecision.DownUnreachable))]
    [InlineData("4,5", "1,2,3", nameof(SplitDecision.DownReachable))]
    [InlineData("1,2", "3,4", nameof(SplitDecision.DownReachable))]
    [InlineData("1,2,3", "4,5,6", nameof(SplitDecision.DownAll))]
    public void A_quorum_stays_unless_two_sides_could_have_one(string here, string there, string expected) =>
        Assert.Equal(
            expected, $"{Decide("active-strategy = static-quorum, static-quorum.quorum-size = 3", here, there)}");

    [Theory]
    [InlineData("1,2", "3,4,5", nameof(SplitDecision.DownUnreachable))]
    [InlineData("3,4,5", "1,2", nameof(SplitDecision.DownReachable))]
    [InlineData("1", "2,3", nameof(SplitDecision.DownReachable))]
    [InlineData("2,3", "1", nameof(SplitDecision.DownUnreachable))]
    public void The_side_of_the_oldest_stays_unless_it_is_alone(string here, string there, string expected) =>
        Assert.Equal(expected, $"{Decide("active-strategy = keep-oldest", here, there)}");

    [Theory]
    [InlineData("1", "2,3", nameof(SplitDecision.DownUnreachable))]
    [InlineData("2,3", "1", nameof(SplitDecision.DownReachable))]
    public void The_oldest_may_stay_alone_when_told_to(string here, string there, string expected) =>
        Assert.Equal(
            expected, $"{Decide("active-strategy = keep-oldest, keep-oldest.down-if-alone = off", here, there)}");

    [Fact]
    public void Both_sides_never_stay()
    {
        const int seed = 7;
        var random = new Random(seed);
        string[] strategies =
        [
            "active-strategy = keep-majority", "active-strategy = keep-oldest", "active-strategy = down-all",
            "active-strategy = static-quorum, static-quorum.quorum-size = 3",
            "active-strategy = keep-oldest, keep-oldest.down-if-alone = off",
        ];
        for (var round = 0; round < 500; round++)
        {
            var sides = Enumerable.Range(1, random.Next(2, 8)).ToLookup(_ => random.Next(2) == 0);
            var (here, there) = (string.Join(',', sides[true]), string.Join(',', sides[false]));
            if (here == "" || there == "")
                continue;
            var strategy = strategies[round % strategies.Length];
            SplitDecision[] both = [Decide(strategy, here, there), Decide(strategy, there, here)];
            Assert.True(
                both.Count(decision => decision == SplitDecision.DownUnreachable) <= 1,
                $"seed {seed}: {strategy}: [{here}] and [{there}] both stay");
        }
    }

    [Fact]
    public void Only_the_members_of_the_role_count()
    {
        var view = Views.Of(Views.Up(1, "expert"), Views.Up(2, "expert"), Views.Up(3), Views.Up(4), Views.Up(5));
        var brain = Brain("active-strategy = keep-majority, keep-majority.role = expert");
        view = view.Unreachable(1, 3, 4, 5);
        Assert.Equal(SplitDecision.DownUnreachable, brain.Decide(view, Views.Node(1)));
    }

    [Fact]
    public void It_waits_until_nothing_changes()
    {
        var watch = new SplitWatch(Brain("active-strategy = keep-majority, stable-after = 10s"));
        var whole = Views.Of(Views.Up(1), Views.Up(2), Views.Up(3), Views.Up(4), Views.Up(5));
        Assert.Null(Look(whole, 0));
        Assert.Null(Look(whole, 100));
        Assert.Null(Look(whole.Unreachable(1, 5), 101));
        Assert.Null(Look(whole.Unreachable(1, 4, 5), 108));
        Assert.Null(Look(whole.Unreachable(1, 4, 5), 117));
        Assert.Equal(SplitDecision.DownUnreachable, Look(whole.Unreachable(1, 4, 5), 118));
        Assert.Null(Look(whole, 119));
        Assert.Null(Look(whole, 200));

        SplitDecision? Look(Membership view, int seconds) =>
            watch.Look(view, Views.Node(1), TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void When_changes_do_not_end_nobody_stays()
    {
        var watch = new SplitWatch(
            Brain("active-strategy = keep-majority, stable-after = 10s, down-all-when-unstable = 10s"));
        var whole = Views.Of(Views.Up(1), Views.Up(2), Views.Up(3), Views.Up(4), Views.Up(5));
        var seconds = 0;
        SplitDecision? decision = null;
        while (decision is null && seconds < 60)
        {
            seconds += 2;
            var view = whole.Unreachable(1, seconds % 4 == 0 ? [5] : [4, 5]);
            decision = watch.Look(view, Views.Node(1), TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal(SplitDecision.DownAll, decision);
        Assert.InRange(seconds, 20, 30);
    }

    [Fact]
    public void An_unknown_strategy_is_refused() =>
        Assert.Throws<ConfigurationException>(() => Brain("active-strategy = keep-luck"));

    // Ports are ages too, so the lowest is the oldest.
    private static SplitDecision Decide(string strategy, string here, string there)
    {
        var (reachable, unreachable) = (Ports(here), Ports(there));
        var view = Views.Of(reachable.Concat(unreachable).Select(port => Views.Up(port)));
        return Brain(strategy).Decide(view.Unreachable(reachable[0], unreachable), Views.Node(reachable[0]));
    }

    private static int[] Ports(string text) => [.. text.Split(',').Select(int.Parse)];

    private static SplitBrain Brain(string strategy) => new(ConfigurationFactory.ParseString(strategy)
        .WithFallback(ConfigurationFactory.Reference("cluster").GetConfig("akka.cluster.split-brain-resolver")));
}
