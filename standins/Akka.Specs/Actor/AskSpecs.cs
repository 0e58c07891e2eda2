using Akka.Actor;
using Akka.Event;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class AskSpecs : SystemSpec
{
    [Fact]
    public async Task An_answer_completes_the_question()
    {
        var echo = System.ActorOf<Echo>("echo");
        Assert.Equal("hello", await echo.Ask<string>("hello", Soon));
        Assert.Equal("hello", await echo.Ask("hello"));
        Assert.Equal("hello", await System.ActorSelection("/user/echo").Ask<string>("hello", Soon));
    }

    [Fact]
    public async Task No_answer_in_time_is_an_ask_timeout()
    {
        var silent = System.ActorOf(Props.Create(() => new Silent()));
        await Assert.ThrowsAsync<AskTimeoutException>(
            () => silent.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task A_cancelled_question_is_a_cancelled_task()
    {
        var silent = System.ActorOf(Props.Create(() => new Silent()));
        using var source = new CancellationTokenSource();
        var question = silent.Ask<string>("hello", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);
    }

    [Fact]
    public async Task A_status_failure_fails_a_typed_question_and_is_the_answer_of_an_untyped_one()
    {
        var failing = System.ActorOf(Props.Create(() => new Failing()));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => failing.Ask<string>("x", Soon));
        Assert.Equal("no", failure.Message);
        Assert.IsType<Status.Failure>(await failing.Ask("x", Soon));
        Assert.IsType<Status.Failure>(await failing.Ask<Status.Failure>("x", Soon));
    }

    [Fact]
    public async Task An_answer_of_another_type_fails_the_question()
    {
        var echo = System.ActorOf<Echo>();
        await Assert.ThrowsAsync<ArgumentException>(() => echo.Ask<int>("text", Soon));
    }

    [Fact]
    public async Task A_message_can_be_made_for_the_one_who_waits()
    {
        var forwarder = System.ActorOf(Props.Create(() => new AnswersToName()));
        var answer = await forwarder.Ask<string>(me => me, Soon, CancellationToken.None);
        Assert.Equal("to you", answer);
    }

    [Fact]
    public async Task A_late_answer_is_a_dead_letter()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var slow = System.ActorOf(Props.Create(() => new AnswersOnDemand()));
        await Assert.ThrowsAsync<AskTimeoutException>(() => slow.Ask<string>("hello", TimeSpan.FromMilliseconds(20)));
        slow.Tell("now");
        var letter = await letters.Expect<DeadLetter>();
        Assert.Equal("late", letter.Message);
    }

    [Fact]
    public async Task Asking_an_actor_that_has_ended_times_out()
    {
        var probe = NewProbe();
        var echo = System.ActorOf<Echo>();
        await probe.Watch(echo);
        System.Stop(echo);
        await probe.Expect<Terminated>();
        await Assert.ThrowsAsync<AskTimeoutException>(() => echo.Ask<string>("x", TimeSpan.FromMilliseconds(20)));
    }

    [Fact]
    public async Task Forward_keeps_the_sender()
    {
        var echo = System.ActorOf<Echo>();
        var middle = System.ActorOf(Props.Create(() => new Forwarder(echo)));
        Assert.Equal("x", await middle.Ask<string>("x", Soon));
    }

    [Fact]
    public async Task Identify_is_answered_with_the_reference()
    {
        var echo = System.ActorOf<Echo>("me");
        var identity = await System.ActorSelection("/user/me").Ask<ActorIdentity>(new Identify(7), Soon);
        Assert.Equal(7, identity.MessageId);
        Assert.Equal(echo, identity.Subject);
        var none = await System.ActorSelection("/user/nobody").Ask<ActorIdentity>(new Identify(8), Soon);
        Assert.Equal(8, none.MessageId);
        Assert.Null(none.Subject);
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(_ => Sender.Tell(new Status.Failure(new InvalidOperationException("no"))));
    }

    private sealed class AnswersToName : ReceiveActor
    {
        public AnswersToName() => Receive<IActorRef>(who => who.Tell("to you"));
    }

    private sealed class AnswersOnDemand : ReceiveActor
    {
        private IActorRef? _asked;

        public AnswersOnDemand()
        {
            Receive<string>(text => text == "now", _ => _asked.Tell("late"));
            ReceiveAny(_ => _asked = Sender);
        }
    }

    private sealed class Forwarder : ReceiveActor
    {
        public Forwarder(IActorRef to) => ReceiveAny(to.Forward);
    }
}
