using Akka.Actor;
using Akka.Dispatch;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class TimerSpecs : SystemSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_single_timer_comes_once_and_is_then_inactive()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Timed(probe.Ref)));
        actor.Tell("once");
        await probe.Expect("tick");
        Assert.False(await actor.Ask<bool>("active?", Soon));
    }

    [Fact]
    public async Task A_periodic_timer_comes_again_and_again_until_cancelled()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Timed(probe.Ref)));
        actor.Tell("every");
        await probe.Expect("tick");
        await probe.Expect("tick");
        await probe.Expect("tick");
        Assert.True(await actor.Ask<bool>("active?", Soon));
        actor.Tell("cancel");
        Assert.False(await actor.Ask<bool>("active?", Soon));
    }

    [Fact]
    public async Task Timers_end_with_the_incarnation_that_set_them()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Timed(probe.Ref)));
        actor.Tell("every");
        await probe.Expect("tick");
        actor.Tell("fail");
        Assert.False(await actor.Ask<bool>("active?", Soon));
    }

    [Fact]
    public async Task A_cancelled_timer_that_is_already_in_the_mailbox_is_not_delivered()
    {
        var probe = NewProbe();
        var gate = new SemaphoreSlim(0);
        var actor = System.ActorOf(Props.Create(() => new Blocked(probe.Ref, gate)));
        actor.Tell("set and block");
        var due = new TaskCompletionSource();
        System.Scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(100), due.SetResult);
        await due.Task.WaitAsync(Soon);
        gate.Release();
        actor.Tell("after");
        await probe.Expect("after");
    }

    [Fact]
    public async Task The_scheduler_sends_once_and_again_and_can_be_cancelled()
    {
        var probe = NewProbe();
        System.Scheduler.ScheduleTellOnce(Short, probe.Ref, "once", ActorRefs.NoSender);
        await probe.Expect("once");
        var again = System.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, Short, probe.Ref, "again", ActorRefs.NoSender);
        await probe.Expect("again");
        await probe.Expect("again");
        again.Cancel();
        Assert.True(again.IsCancellationRequested);
        var never = System.Scheduler.ScheduleTellOnceCancelable(Short, probe.Ref, "never", ActorRefs.NoSender);
        never.Cancel();
        System.Scheduler.ScheduleTellOnce(Short * 3, probe.Ref, "last", ActorRefs.NoSender);
        Assert.Equal("last", await probe.Fish<string>(text => text != "again"));
    }

    [Fact]
    public async Task The_scheduler_runs_actions_in_the_order_in_which_they_are_due()
    {
        var order = new List<int>();
        var done = new TaskCompletionSource();
        var scheduler = System.Scheduler.Advanced;
        scheduler.ScheduleOnce(TimeSpan.FromMilliseconds(120), () =>
        {
            order.Add(3);
            done.SetResult();
        });
        scheduler.ScheduleOnce(TimeSpan.FromMilliseconds(20), () => order.Add(1));
        scheduler.ScheduleOnce(TimeSpan.FromMilliseconds(70), new ActionRunnable(() => order.Add(2)));
        await done.Task.WaitAsync(Soon);
        Assert.Equal([1, 2, 3], order);
    }

    [Fact]
    public void The_scheduler_refuses_negative_times()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => System.Scheduler.ScheduleTellOnce(-Short, ActorRefs.Nobody, "x", ActorRefs.NoSender));
        Assert.Throws<ArgumentOutOfRangeException>(() => System.Scheduler.ScheduleTellRepeatedly(
            Short, TimeSpan.Zero, ActorRefs.Nobody, "x", ActorRefs.NoSender));
    }

    [Fact]
    public async Task A_cancelable_can_cancel_itself_and_follow_others()
    {
        var first = new Cancelable(System.Scheduler);
        var linked = Cancelable.CreateLinkedCancelable(System.Scheduler, first);
        first.Cancel();
        Assert.True(linked.IsCancellationRequested);
        Assert.True(first.Token.IsCancellationRequested);
        Assert.True(Cancelable.CreateCanceled().IsCancellationRequested);
        var later = new Cancelable(System.Scheduler, Short);
        var cancelled = new TaskCompletionSource();
        later.Token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_receive_timeout_comes_after_silence_and_again()
    {
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Impatient(probe.Ref)));
        await probe.Expect("timeout");
        await probe.Expect("timeout");
        actor.Tell("enough");
        await probe.Fish<string>(text => text == "fine");
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(IActorRef probe)
        {
            Receive<string>(text => text == "once", _ => Timers.StartSingleTimer("key", "tick", Short));
            Receive<string>(text => text == "every", _ => Timers.StartPeriodicTimer("key", "tick", Short));
            Receive<string>(text => text == "cancel", _ => Timers.Cancel("key"));
            Receive<string>(text => text == "active?", _ => Sender.Tell(Timers.IsTimerActive("key")));
            Receive<string>(text => text == "fail", _ => throw new InvalidOperationException("boom"));
            Receive<string>(text => probe.Tell(text));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Blocked : ReceiveActor, IWithTimers
    {
        public Blocked(IActorRef probe, SemaphoreSlim gate)
        {
            Receive<string>(text => text == "set and block", _ =>
            {
                Timers.StartSingleTimer("key", "tick", Short);
                gate.Wait();
                Timers.Cancel("key");
            });
            Receive<string>(text => probe.Tell(text));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Impatient : ReceiveActor
    {
        public Impatient(IActorRef probe)
        {
            Context.SetReceiveTimeout(TimeSpan.FromMilliseconds(30));
            Receive<ReceiveTimeout>(_ => probe.Tell("timeout"));
            Receive<string>(_ =>
            {
                Context.SetReceiveTimeout(null);
                probe.Tell("fine");
            });
        }
    }
}
