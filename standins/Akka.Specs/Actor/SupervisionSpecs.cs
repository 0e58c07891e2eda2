using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class SupervisionSpecs : SystemSpec
{
    [Fact]
    public async Task A_restart_makes_a_new_instance_at_the_same_place_and_keeps_the_mailbox()
    {
        var probe = NewProbe();
        var child = await ChildOf(new OneForOneStrategy(_ => Directive.Restart), probe);
        child.Tell("count");
        child.Tell("fail");
        child.Tell("count");
        child.Tell("count");
        await probe.Expect("prestart 1");
        await probe.Expect(1);
        await probe.Expect("prerestart fail");
        await probe.Expect("poststop");
        await probe.Expect("postrestart boom");
        await probe.Expect("prestart 2");
        await probe.Expect(1);
        await probe.Expect(2);
    }

    [Fact]
    public async Task Resume_keeps_the_instance()
    {
        var probe = NewProbe();
        var child = await ChildOf(new OneForOneStrategy(_ => Directive.Resume), probe);
        child.Tell("count");
        child.Tell("fail");
        child.Tell("count");
        await probe.Expect("prestart 1");
        await probe.Expect(1);
        await probe.Expect(2);
    }

    [Fact]
    public async Task Stop_ends_the_child()
    {
        var probe = NewProbe();
        var child = await ChildOf(new OneForOneStrategy(_ => Directive.Stop), probe);
        await probe.Expect("prestart 1");
        await probe.Watch(child);
        child.Tell("fail");
        await probe.Expect("poststop");
        Assert.Equal(child, (await probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Escalate_restarts_the_supervisor_and_ends_the_child_by_its_default_prerestart()
    {
        var probe = NewProbe();
        var strategy = new OneForOneStrategy(_ => Directive.Escalate);
        var parent = System.ActorOf(Props.Create(() => new Supervisor(strategy, probe.Ref)));
        var child = await parent.Ask<IActorRef>("child", Soon);
        await probe.Expect("prestart 1");
        await probe.Watch(child);
        child.Tell("fail");
        await probe.Expect("supervisor failed with boom");
        await probe.Expect("poststop");
        await probe.Fish<Terminated>(end => end.ActorRef.Equals(child));
    }

    [Fact]
    public async Task Too_many_restarts_end_the_child()
    {
        var probe = NewProbe();
        var strategy = new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart);
        var child = await ChildOf(strategy, probe);
        await probe.Expect("prestart 1");
        await probe.Watch(child);
        for (var i = 0; i < 3; i++)
            child.Tell("fail");
        await probe.Fish<Terminated>();
    }

    [Fact]
    public async Task All_for_one_restarts_the_siblings_too()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(
            Props.Create(() => new Supervisor(new AllForOneStrategy(_ => Directive.Restart), probe.Ref)));
        var first = await parent.Ask<IActorRef>("child", Soon);
        var second = await parent.Ask<IActorRef>("child", Soon);
        await probe.Expect("prestart 1");
        await probe.Expect("prestart 1");
        second.Tell("count");
        await probe.Expect(1);
        first.Tell("fail");
        await probe.Fish<string>(text => text.StartsWith("prestart", StringComparison.Ordinal));
        await probe.Fish<string>(text => text.StartsWith("prestart", StringComparison.Ordinal));
        second.Tell("count");
        await probe.Expect(1);
    }

    [Fact]
    public async Task An_actor_whose_constructor_throws_is_stopped_by_default()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Unborn()));
        await probe.Watch(actor);
        await probe.Expect<Terminated>();
    }

    [Fact]
    public async Task A_constructor_that_throws_reaches_the_supervisor_wrapped()
    {
        var probe = NewProbe();
        var strategy = new OneForOneStrategy(cause =>
        {
            probe.Ref.Tell(cause);
            return Directive.Stop;
        });
        var parent = System.ActorOf(Props.Create(() => new Supervisor(strategy, probe.Ref)));
        parent.Tell(Props.Create(() => new Unborn()));
        var failure = await probe.Expect<ActorInitializationException>();
        Assert.Equal("never", failure.GetBaseException().Message);
    }

    [Fact]
    public async Task Kill_stops_by_default_and_messages_after_it_are_dead_letters()
    {
        var probe = NewProbe();
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(Akka.Event.DeadLetter));
        var actor = System.ActorOf(Props.Create(() => new Echo()));
        await probe.Watch(actor);
        actor.Tell(Kill.Instance);
        actor.Tell("too late");
        await probe.Expect<Terminated>();
        var letter = await letters.Fish<Akka.Event.DeadLetter>(lost => lost.Message is "too late");
        Assert.Equal(actor, letter.Recipient);
    }

    [Fact]
    public void The_default_decider_restarts_all_but_three()
    {
        Assert.Equal(Directive.Restart, SupervisorStrategy.DefaultDecider.Decide(new InvalidOperationException()));
        Assert.Equal(Directive.Stop, SupervisorStrategy.DefaultDecider.Decide(new ActorKilledException("x")));
        Assert.Equal(
            Directive.Stop, SupervisorStrategy.DefaultDecider.Decide(new ActorInitializationException("x")));
        Assert.Equal(
            Directive.Stop, SupervisorStrategy.DefaultDecider.Decide(new DeathPactException(ActorRefs.Nobody)));
    }

    private async Task<IActorRef> ChildOf(SupervisorStrategy strategy, Probe probe)
    {
        var parent = System.ActorOf(Props.Create(() => new Supervisor(strategy, probe.Ref)));
        return await parent.Ask<IActorRef>("child", Soon);
    }

    private sealed class Supervisor : ReceiveActor
    {
        private readonly SupervisorStrategy _strategy;
        private readonly IActorRef _probe;

        public Supervisor(SupervisorStrategy strategy, IActorRef probe)
        {
            _strategy = strategy;
            _probe = probe;
            var lives = new Lives();
            Receive<string>(_ => Sender.Tell(Context.ActorOf(Props.Create(() => new Worker(probe, lives)))));
            Receive<Props>(props => Context.ActorOf(props));
        }

        protected override SupervisorStrategy SupervisorStrategy() => _strategy;

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell($"supervisor failed with {reason.Message}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class Lives
    {
        public Dictionary<string, int> Of { get; } = [];
    }

    private sealed class Worker : ReceiveActor
    {
        private readonly IActorRef _probe;
        private readonly Lives _lives;
        private int _count;

        public Worker(IActorRef probe, Lives lives)
        {
            _probe = probe;
            _lives = lives;
            Receive<string>(text => text == "count", _ => probe.Tell(++_count));
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("boom"));
        }

        protected override void PreStart()
        {
            lock (_lives)
            {
                var life = _lives.Of[Self.Path.Name] = _lives.Of.GetValueOrDefault(Self.Path.Name) + 1;
                _probe.Tell($"prestart {life}");
            }
        }

        protected override void PostStop() => _probe.Tell("poststop");

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell($"prerestart {message}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            _probe.Tell($"postrestart {reason.Message}");
            base.PostRestart(reason);
        }
    }

    private sealed class Unborn : UntypedActor
    {
        public Unborn() => throw new InvalidOperationException("never");

        protected override void OnReceive(object message) { }
    }
}
