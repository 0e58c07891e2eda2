using Akka.Actor;
using Akka.Pattern;
using AkkaSpecs.Support;

namespace AkkaSpecs.Pattern;

public sealed class BackoffSpecs : SystemSpec
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_child_that_ends_is_started_again_and_messages_are_passed_on()
    {
        var probe = NewProbe();
        var child = Props.Create(() => new Child(probe.Ref));
        var supervisor = System.ActorOf(BackoffSupervisor.Props(
            Backoff.OnStop(child, "child", Least, Most, 0.1, -1).WithManualReset()));
        await probe.Expect("started");
        Assert.Equal("hello", await supervisor.Ask<string>("hello", Soon));
        supervisor.Tell("stop");
        await probe.Expect("started");
        Assert.Equal(1, await RestartsOf(supervisor));
        supervisor.Tell(BackoffSupervisor.Reset.Instance);
        Assert.Equal(0, await RestartsOf(supervisor));
        var current = await supervisor.Ask<BackoffSupervisor.CurrentChild>(
            BackoffSupervisor.GetCurrentChild.Instance, Soon);
        Assert.Equal("child", current.Ref.Path.Name);
    }

    [Fact]
    public async Task A_child_that_fails_is_started_again_after_a_pause()
    {
        var probe = NewProbe();
        var child = Props.Create(() => new Child(probe.Ref));
        var supervisor = System.ActorOf(
            BackoffSupervisor.Props(Backoff.OnFailure(child, "child", Least, Most, 0, -1)));
        await probe.Expect("started");
        supervisor.Tell("fail");
        await probe.Expect("started");
        await probe.Watch(supervisor);
        supervisor.Tell("stop");
        await probe.Expect<Terminated>();
    }

    [Fact]
    public async Task Too_many_restarts_end_the_supervisor()
    {
        var probe = NewProbe();
        var child = Props.Create(() => new Child(probe.Ref));
        var supervisor = System.ActorOf(BackoffSupervisor.Props(
            Backoff.OnStop(child, "child", Least, Most, 0, 1).WithManualReset()));
        await probe.Expect("started");
        await probe.Watch(supervisor);
        supervisor.Tell("stop");
        await probe.Expect("started");
        supervisor.Tell("stop");
        await probe.Expect<Terminated>();
    }

    [Fact]
    public async Task A_final_message_ends_both_and_a_reply_can_be_given_meanwhile()
    {
        var probe = NewProbe();
        var child = Props.Create(() => new Child(probe.Ref));
        var supervisor = System.ActorOf(BackoffSupervisor.Props(
            Backoff.OnStop(child, "child", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), 0, -1)
                .WithReplyWhileStopped("not now")
                .WithFinalStopMessage(message => message is "bye")));
        await probe.Expect("started");
        var living = await supervisor.Ask<BackoffSupervisor.CurrentChild>(
            BackoffSupervisor.GetCurrentChild.Instance, Soon);
        await probe.Watch(living.Ref);
        supervisor.Tell("stop");
        await probe.Expect<Terminated>();
        await supervisor.Eventually(async () => (await supervisor.Ask<BackoffSupervisor.CurrentChild>(
            BackoffSupervisor.GetCurrentChild.Instance, Soon)).Ref is null);
        Assert.Equal("not now", await supervisor.Ask<string>("hello", Soon));
        await probe.Watch(supervisor);
        supervisor.Tell("bye");
        await probe.Expect<Terminated>();
    }

    private static async Task<int> RestartsOf(IActorRef supervisor)
    {
        var count = await supervisor.Ask<BackoffSupervisor.RestartCount>(
            BackoffSupervisor.GetRestartCount.Instance, Soon);
        return count.Count;
    }

    private sealed class Child : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Child(IActorRef probe)
        {
            _probe = probe;
            Receive<string>(text => text == "stop", _ => Context.Stop(Self));
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("boom"));
            ReceiveAny(message => Sender.Tell(message));
        }

        protected override void PreStart() => _probe.Tell("started");
    }
}
