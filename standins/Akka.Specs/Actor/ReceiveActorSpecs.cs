using Akka.Actor;
using Akka.Event;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class ReceiveActorSpecs : SystemSpec
{
    [Fact]
    public async Task The_first_handler_that_fits_takes_the_message()
    {
        var actor = System.ActorOf(Props.Create(() => new Sorter()));
        Assert.Equal("small 3", await actor.Ask<string>(3, Soon));
        Assert.Equal("large 30", await actor.Ask<string>(30, Soon));
        Assert.Equal("text hello", await actor.Ask<string>("hello", Soon));
        Assert.Equal("declined", await actor.Ask<string>('x', Soon));
        Assert.Equal("any 2.5", await actor.Ask<string>(2.5, Soon));
    }

    [Fact]
    public async Task A_message_without_a_handler_is_published_as_unhandled()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(UnhandledMessage));
        var actor = System.ActorOf(Props.Create(() => new OnlyText()));
        actor.Tell(5, probe.Ref);
        var unhandled = await probe.Expect<UnhandledMessage>();
        Assert.Equal(5, unhandled.Message);
        Assert.Equal(actor, unhandled.Recipient);
        Assert.Equal(probe.Ref, unhandled.Sender);
    }

    [Fact]
    public async Task Become_replaces_and_stacked_handlers_come_back()
    {
        var actor = System.ActorOf(Props.Create(() => new Moods()));
        Assert.Equal("calm", await actor.Ask<string>("?", Soon));
        actor.Tell("angry");
        Assert.Equal("angry", await actor.Ask<string>("?", Soon));
        actor.Tell("furious");
        Assert.Equal("furious", await actor.Ask<string>("?", Soon));
        actor.Tell("back");
        Assert.Equal("angry", await actor.Ask<string>("?", Soon));
    }

    [Fact]
    public async Task Handlers_cannot_be_added_later()
    {
        var actor = System.ActorOf(Props.Create(() => new Latecomer()));
        Assert.IsType<InvalidOperationException>(await actor.Ask<Exception>("now", Soon));
    }

    [Fact]
    public async Task Nothing_can_follow_a_handler_for_everything()
    {
        var probe = NewProbe();
        var parent = System.ActorOf(Props.Create(() => new Parent(probe.Ref)));
        parent.Tell(Props.Create(() => new TwoAnys()));
        var failure = await probe.Expect<ActorInitializationException>();
        var root = failure.GetBaseException();
        Assert.IsType<InvalidOperationException>(root);
    }

    private sealed class Sorter : ReceiveActor
    {
        public Sorter()
        {
            Receive<int>(n => n < 10, n => Sender.Tell($"small {n}"));
            Receive<int>(n => Sender.Tell($"large {n}"));
            Receive<char>(_ => false);
            Receive(typeof(string), text => Sender.Tell($"text {text}"));
            Receive<char>(_ => Sender.Tell("declined"));
            ReceiveAny(other => Sender.Tell(FormattableString.Invariant($"any {other}")));
        }
    }

    private sealed class OnlyText : ReceiveActor
    {
        public OnlyText() => Receive<string>(_ => { });
    }

    private sealed class Moods : ReceiveActor
    {
        public Moods()
        {
            Receive<string>(text => text == "angry", _ => Become(Angry));
            Receive<string>(_ => Sender.Tell("calm"));
        }

        private void Angry()
        {
            Receive<string>(text => text == "furious", _ => BecomeStacked(Furious));
            Receive<string>(_ => Sender.Tell("angry"));
        }

        private void Furious()
        {
            Receive<string>(text => text == "back", _ => UnbecomeStacked());
            Receive<string>(_ => Sender.Tell("furious"));
        }
    }

    private sealed class Latecomer : ReceiveActor
    {
        public Latecomer() => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (InvalidOperationException refusal)
            {
                Sender.Tell(refusal);
            }
        });
    }

    private sealed class TwoAnys : ReceiveActor
    {
        public TwoAnys()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class Parent : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Parent(IActorRef probe)
        {
            _probe = probe;
            Receive<Props>(props => Context.ActorOf(props));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(cause =>
        {
            _probe.Tell(cause);
            return Directive.Stop;
        });
    }
}
