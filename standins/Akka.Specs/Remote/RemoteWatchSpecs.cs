using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Remote;

public sealed class RemoteWatchSpecs : RemoteSpec
{
    private readonly ActorSystem _a;
    private readonly ActorSystem _b;
    private readonly Probe _probe;

    public RemoteWatchSpecs()
    {
        _a = Start("left");
        _b = Start("right");
        _probe = Probe.In(_a);
    }

    [Fact]
    public async Task The_end_of_an_actor_is_told_to_its_watcher_elsewhere()
    {
        var echo = _b.ActorOf<Echo>();
        var remote = Seen(_a, echo, _b);
        await _probe.Watch(remote);
        Assert.Equal("x", await remote.Ask<string>("x", Soon));
        _b.Stop(echo);
        var terminated = await _probe.Expect<Terminated>();
        Assert.Equal(remote, terminated.ActorRef);
        Assert.True(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public async Task The_end_comes_after_what_the_actor_said()
    {
        var remote = Seen(_a, _b.ActorOf(Props.Create(() => new LastWords())), _b);
        await _probe.Watch(remote);
        remote.Tell("go", _probe.Ref);
        for (var i = 0; i < 100; i++)
            await _probe.Expect(i);
        Assert.Equal(remote, (await _probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Who_was_never_there_has_ended()
    {
        var nobody = ((ExtendedActorSystem)_a).Provider.ResolveActorRef($"{AddressOf(_b)}/user/nobody#17");
        await _probe.Watch(nobody);
        var terminated = await _probe.Expect<Terminated>();
        Assert.Equal(nobody, terminated.ActorRef);
        Assert.False(terminated.ExistenceConfirmed);
    }

    [Fact]
    public async Task Who_no_longer_watches_is_told_nothing()
    {
        var echo = _b.ActorOf<Echo>();
        var other = _b.ActorOf<Echo>();
        var remote = Seen(_a, echo, _b);
        var watcher = _a.ActorOf(Props.Create(() => new Fickle(remote)));
        Assert.Equal("unwatched", await watcher.Ask<string>("unwatch", Soon));
        await _probe.Watch(Seen(_a, other, _b));
        // Both notices come by the same connection, so the one of the other would come after.
        await echo.GracefulStop(Soon);
        await other.GracefulStop(Soon);
        Assert.Equal(other.Path.Uid, (await _probe.Expect<Terminated>()).ActorRef.Path.Uid);
        Assert.Equal("nothing", await watcher.Ask<string>("told?", Soon));
    }

    [Fact]
    public async Task A_graceful_stop_reaches_over()
    {
        var echo = _b.ActorOf<Echo>();
        Assert.True(await Seen(_a, echo, _b).GracefulStop(Soon));
    }

    [Fact]
    public async Task A_system_that_shuts_down_ends_its_actors_for_watchers()
    {
        var remote = Seen(_a, _b.ActorOf<Echo>(), _b);
        await _probe.Watch(remote);
        Assert.Equal("x", await remote.Ask<string>("x", Soon));
        await _b.Terminate().WaitAsync(Soon);
        Assert.Equal(remote, (await _probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_new_system_at_the_address_of_an_old_one_is_another()
    {
        var remote = Seen(_a, _b.ActorOf<Echo>("echo"), _b);
        Assert.Equal("x", await remote.Ask<string>("x", Soon));
        await _b.Terminate().WaitAsync(Soon);
        var next = Start("right", $"akka.remote.dot-netty.tcp.port = {PortOf(AddressOf(_b))}");
        next.ActorOf<Echo>("echo");
        var found = await Find(_a, AddressOf(_b), "/user/echo");
        Assert.NotEqual(remote.Path.Uid, found.Path.Uid);
        Assert.Equal("y", await found.Ask<string>("y", Soon));
        // The old reference means the old actor.
        await Assert.ThrowsAsync<AskTimeoutException>(() => remote.Ask<string>("z", TimeSpan.FromMilliseconds(300)));
        await _probe.Watch(remote);
        Assert.Equal(remote, (await _probe.Expect<Terminated>()).ActorRef);
        Assert.Equal("still", await found.Ask<string>("still", Soon));
    }

    [Fact]
    public async Task Nobody_at_an_address_ends_what_is_watched_there()
    {
        var address = AddressOf(_b);
        await _b.Terminate().WaitAsync(Soon);
        var nobody = ((ExtendedActorSystem)_a).Provider.ResolveActorRef($"{address}/user/nobody#17");
        await _probe.Watch(nobody);
        Assert.Equal(nobody, (await _probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Watches_work_with_the_system_that_follows_one_that_was_given_up()
    {
        var echo = Seen(_a, _b.ActorOf<Echo>("echo"), _b);
        Assert.Equal("x", await echo.Ask<string>("x", Soon));
        await _b.Terminate().WaitAsync(Soon);
        // These find nobody; what was to be sent for them must not stand in the way of what follows.
        for (var i = 0; i < 3; i++)
        {
            await _probe.Watch(((ExtendedActorSystem)_a).Provider.ResolveActorRef($"{AddressOf(_b)}/user/no-{i}#17"));
            await _probe.Expect<Terminated>();
        }

        var next = Start("right", $"akka.remote.dot-netty.tcp.port = {PortOf(AddressOf(_b))}");
        var second = next.ActorOf<Echo>("second");
        var found = await Find(_a, AddressOf(_b), "/user/second");
        await _probe.Watch(found);
        Assert.Equal("y", await found.Ask<string>("y", Soon));
        next.Stop(second);
        Assert.Equal(found, (await _probe.Expect<Terminated>()).ActorRef);
    }

    private sealed class LastWords : ReceiveActor
    {
        public LastWords() => ReceiveAny(_ =>
        {
            for (var i = 0; i < 100; i++)
                Sender.Tell(i);
            Context.Stop(Self);
        });
    }

    private sealed class Fickle : ReceiveActor
    {
        public Fickle(IActorRef subject)
        {
            var told = "nothing";
            Context.Watch(subject);
            Receive<Terminated>(_ => told = "the end");
            Receive<string>(text => text == "unwatch", _ =>
            {
                Context.Unwatch(subject);
                Sender.Tell("unwatched");
            });
            Receive<string>(_ => Sender.Tell(told));
        }
    }
}
