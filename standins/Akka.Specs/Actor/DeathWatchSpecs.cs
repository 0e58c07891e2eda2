using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class DeathWatchSpecs : SystemSpec
{
    [Fact]
    public async Task A_watcher_is_told_once()
    {
        var probe = NewProbe();
        var echo = System.ActorOf<Echo>();
        await probe.Watch(echo);
        await probe.Watch(echo);
        echo.Tell(PoisonPill.Instance);
        var end = await probe.Expect<Terminated>();
        Assert.Equal(echo, end.ActorRef);
        Assert.True(end.ExistenceConfirmed);
        await probe.ExpectNothing();
    }

    [Fact]
    public async Task Watching_an_actor_that_has_ended_tells_at_once()
    {
        var probe = NewProbe();
        var echo = System.ActorOf<Echo>();
        await echo.GracefulStop(Soon);
        probe.Ref.Tell("before");
        await probe.Expect("before");
        await probe.Watch(echo);
        Assert.Equal(echo, (await probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_message_of_choice_can_be_told_instead()
    {
        var probe = NewProbe();
        var echo = System.ActorOf<Echo>();
        var watcher = System.ActorOf(Props.Create(() => new WatcherWith(echo, probe.Ref)));
        await watcher.Ask<string>("ready", Soon);
        System.Stop(echo);
        await probe.Expect("it is gone");
    }

    [Fact]
    public async Task A_watch_taken_back_tells_nothing()
    {
        var probe = NewProbe();
        var echo = System.ActorOf<Echo>();
        var watcher = System.ActorOf(Props.Create(() => new Unwatching(echo, probe.Ref)));
        await watcher.Ask<string>("unwatch", Soon);
        await echo.GracefulStop(Soon);
        await watcher.Ask<string>("unwatch", Soon);
        await probe.ExpectNothing();
    }

    [Fact]
    public async Task An_unhandled_end_ends_the_watcher()
    {
        var probe = NewProbe();
        var echo = System.ActorOf<Echo>();
        var pact = System.ActorOf(Props.Create(() => new Pact(echo)));
        await pact.Ask<string>("ready", Soon);
        await probe.Watch(pact);
        System.Stop(echo);
        Assert.Equal(pact, (await probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_parent_that_ends_ends_its_children_first()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create(() => new Family(probe.Ref, 2)));
        await parent.Ask<string>("ready", Soon);
        System.Stop(parent);
        await probe.Expect("0 ended");
        await probe.Expect("1 ended");
        await probe.Expect("2 ended");
    }

    [Fact]
    public async Task Poison_comes_after_what_was_sent_before()
    {
        var probe = NewProbe();
        var echo = System.ActorOf<Echo>();
        echo.Tell(1, probe.Ref);
        echo.Tell(PoisonPill.Instance);
        echo.Tell(2, probe.Ref);
        await probe.Expect(1);
        await probe.Watch(echo);
        await probe.Expect<Terminated>();
    }

    [Fact]
    public async Task A_graceful_stop_waits_or_gives_up()
    {
        var echo = System.ActorOf<Echo>();
        Assert.True(await echo.GracefulStop(Soon));
        var deaf = System.ActorOf<Echo>();
        Assert.False(await deaf.GracefulStop(TimeSpan.FromMilliseconds(50), "no poison"));
    }

    [Fact]
    public async Task The_end_of_an_actor_can_be_awaited()
    {
        var echo = System.ActorOf<Echo>();
        var end = echo.WatchAsync(TestContext.Current.CancellationToken);
        System.Stop(echo);
        Assert.True(await end.WaitAsync(Soon));
    }

    private sealed class WatcherWith : ReceiveActor
    {
        public WatcherWith(IActorRef subject, IActorRef probe)
        {
            Context.WatchWith(subject, "it is gone");
            Receive<string>(text => text == "ready", text => Sender.Tell(text));
            ReceiveAny(probe.Tell);
        }
    }

    private sealed class Unwatching : ReceiveActor
    {
        public Unwatching(IActorRef subject, IActorRef probe)
        {
            Context.Watch(subject);
            Receive<string>(text =>
            {
                Context.Unwatch(subject);
                Sender.Tell(text);
            });
            Receive<Terminated>(probe.Tell);
        }
    }

    private sealed class Pact : ReceiveActor
    {
        public Pact(IActorRef subject)
        {
            Context.Watch(subject);
            Receive<string>(text => Sender.Tell(text));
        }
    }

    private sealed class Family : ReceiveActor
    {
        private readonly IActorRef _probe;
        private readonly int _depth;

        public Family(IActorRef probe, int depth)
        {
            _probe = probe;
            _depth = depth;
            var child = depth > 0
                ? Context.ActorOf(Props.Create(() => new Family(probe, depth - 1)))
                : ActorRefs.Nobody;
            Receive<string>(text =>
            {
                if (child.IsNobody())
                    Sender.Tell(text);
                else
                    child.Forward(text);
            });
        }

        protected override void PostStop() => _probe.Tell($"{_depth} ended");
    }
}
