using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class StashSpecs : SystemSpec
{
    [Fact]
    public async Task Stashed_messages_come_back_in_order_before_later_ones()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Loading(probe.Ref)));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("loaded");
        actor.Tell(3);
        await probe.Expect(1);
        await probe.Expect(2);
        await probe.Expect(3);
    }

    [Fact]
    public async Task Stashed_messages_survive_a_restart()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Loading(probe.Ref)));
        actor.Tell(1);
        actor.Tell(2);
        actor.Tell("fail");
        actor.Tell("loaded");
        await probe.Expect(1);
        await probe.Expect(2);
    }

    [Fact]
    public async Task A_message_can_be_stashed_once_only()
    {
        var actor = System.ActorOf(Props.Create(() => new Greedy()));
        Assert.IsType<IllegalActorStateException>(await actor.Ask<Exception>("x", Soon));
    }

    [Fact]
    public async Task Messages_stashed_by_an_actor_that_ends_are_dead_letters()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(Akka.Event.DeadLetter));
        var actor = System.ActorOf(Props.Create(() => new Loading(letters.Ref)));
        actor.Tell(1);
        actor.Tell(PoisonPill.Instance);
        var letter = await letters.Expect<Akka.Event.DeadLetter>();
        Assert.Equal(1, letter.Message);
    }

    private sealed class Loading : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef _probe;

        public Loading(IActorRef probe)
        {
            _probe = probe;
            Receive<string>(text => text == "loaded", _ =>
            {
                Become(Ready);
                Stash.UnstashAll();
            });
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("boom"));
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;

        private void Ready() => Receive<int>(number => _probe.Tell(number));
    }

    private sealed class Greedy : ReceiveActor, IWithStash
    {
        public Greedy() => Receive<string>(_ =>
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
            }
            catch (IllegalActorStateException refusal)
            {
                Sender.Tell(refusal);
            }
        });

        public IStash Stash { get; set; } = null!;
    }
}
