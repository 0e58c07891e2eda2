using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Remote;

public sealed class SecondProcessSpecs : RemoteSpec
{
    private readonly ActorSystem _a;
    private readonly Probe _probe;

    public SecondProcessSpecs()
    {
        _a = Start("left");
        _probe = Probe.In(_a);
    }

    [Fact]
    public async Task A_killed_process_ends_its_actors_and_another_may_take_its_place()
    {
        using var other = await SecondProcess.Start();
        var echo = await Find(_a, other.Address, "/user/echo");
        await _probe.Watch(echo);
        Assert.Equal(new Note("x", echo), await echo.Ask<Note>(new Note("x", echo), Soon));
        await other.Signal("KILL");
        var terminated = await _probe.Expect<Terminated>();
        Assert.Equal(echo, terminated.ActorRef);
        // The original tells it as the actor's own end while the watch has not been acknowledged.
        Assert.True(terminated.AddressTerminated || !StandIn.IsHere);

        using var next = await SecondProcess.Start(PortOf(other.Address));
        Assert.Equal(other.Address, next.Address);
        var again = await Find(_a, next.Address, "/user/echo");
        Assert.NotEqual(echo, again);
        Assert.Equal("y", await again.Ask<string>("y", Soon));
    }

    [Fact]
    public async Task A_process_restarted_at_once_ends_what_was_watched_in_the_old_one()
    {
        using var other = await SecondProcess.Start();
        var echo = await Find(_a, other.Address, "/user/echo");
        await _probe.Watch(echo);
        Assert.Equal("x", await echo.Ask<string>("x", Soon));
        await other.Signal("KILL");
        using var next = await SecondProcess.Start(PortOf(other.Address));
        Assert.Equal(echo, (await _probe.Expect<Terminated>()).ActorRef);
        var again = await Find(_a, next.Address, "/user/echo");
        await _probe.Watch(again);
        await next.Signal("KILL");
        Assert.Equal(again, (await _probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_process_that_stood_still_too_long_is_heard_no_more()
    {
        using var other = await SecondProcess.Start();
        var ticker = await Find(_a, other.Address, "/user/ticker");
        ticker.Tell("here", _probe.Ref);
        await _probe.Expect<int>();
        var watcher = Probe.In(_a);
        await watcher.Watch(ticker);
        await other.Signal("STOP");
        Assert.Equal(ticker, (await watcher.Expect<Terminated>()).ActorRef);
        await foreach (var number in _probe.Waiting<int>())
            Assert.True(number >= 0);
        await other.Signal("CONT");
        // It ticks ten times a second again; none of it may arrive.
        await Assert.ThrowsAsync<ActorNotFoundException>(
            () => _a.ActorSelection($"{other.Address}/user/ticker").ResolveOne(TimeSpan.FromSeconds(2)));
        await _probe.ExpectNothing();
    }
}
