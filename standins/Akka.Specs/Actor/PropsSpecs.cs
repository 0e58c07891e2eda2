using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class PropsSpecs : SystemSpec
{
    [Fact]
    public async Task Props_can_be_made_in_several_ways()
    {
        var number = 3;
        Props[] all =
        [
            Props.Create(() => new Holder("a", number)),
            Props.Create<Holder>("a", 3),
            Props.Create(typeof(Holder), "a", 3),
            Props.CreateBy(new Producer()),
        ];
        foreach (var props in all)
        {
            var actor = System.ActorOf(props);
            Assert.Equal("a3", await actor.Ask<string>("?", Soon));
        }
    }

    [Fact]
    public void The_arguments_are_computed_when_the_props_are_made()
    {
        var number = 3;
        var props = Props.Create(() => new Holder("a", number));
        number = 4;
        Assert.Equal(["a", 3], props.Arguments);
        Assert.Equal(4, number);
    }

    [Fact]
    public void Only_a_constructor_can_be_called() =>
        Assert.Throws<InvalidCastException>(() => Props.Create(() => Make()));

    [Fact]
    public void Changes_make_copies()
    {
        var props = Props.Create(() => new Holder("a", 3));
        var changed = props.WithDispatcher("my-dispatcher").WithMailbox("my-mailbox");
        Assert.Equal("my-dispatcher", changed.Dispatcher);
        Assert.Equal("my-mailbox", changed.Mailbox);
        Assert.Equal("akka.actor.default-dispatcher", props.Dispatcher);
        Assert.Equal("", props.Mailbox);
        Assert.Equal(typeof(Holder), changed.Type);
    }

    [Fact]
    public void An_actor_cannot_be_made_with_new() =>
        Assert.Throws<ActorInitializationException>(() => new Holder("a", 3));

    [Fact]
    public async Task Nothing_can_be_asked_of_the_context_outside_of_a_message()
    {
        var actor = System.ActorOf(Props.Create(() => new Escaping()));
        Assert.IsType<NotSupportedException>(await actor.Ask<Exception>("go", Soon));
    }

    private static Holder Make() => new("a", 3);

    private sealed class Holder : ReceiveActor
    {
        public Holder(string text, int number) => ReceiveAny(_ => Sender.Tell($"{text}{number}"));
    }

    private sealed class Producer : IIndirectActorProducer
    {
        public Type ActorType => typeof(Holder);

        public ActorBase Produce() => new Holder("a", 3);

        public void Release(ActorBase actor) { }
    }

    private sealed class Escaping : ReceiveActor
    {
        public Escaping() => Receive<string>(_ =>
        {
            var sender = Sender;
            Task.Run(() =>
            {
                try
                {
                    sender.Tell(Context.Self);
                }
                catch (NotSupportedException refusal)
                {
                    sender.Tell(refusal, ActorRefs.NoSender);
                }
            });
        });
    }
}
