using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class AsyncHandlerSpecs : SystemSpec
{
    [Fact]
    public async Task Other_messages_wait_until_the_handler_is_done()
    {
        var gate = new TaskCompletionSource();
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Waiter(gate.Task, probe.Ref)));
        actor.Tell("wait");
        actor.Tell(1);
        actor.Tell(2);
        await probe.Expect("started");
        await probe.ExpectNothing();
        gate.SetResult();
        await probe.Expect("finished");
        await probe.Expect(1);
        await probe.Expect(2);
    }

    [Fact]
    public async Task Context_and_sender_are_there_after_an_await()
    {
        var gate = new TaskCompletionSource();
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Remembering(gate.Task)));
        actor.Tell("question", probe.Ref);
        gate.SetResult();
        await probe.Expect("answer");
        Assert.Equal(actor, probe.LastSender);
    }

    [Fact]
    public async Task A_failing_handler_restarts_the_actor_with_the_message()
    {
        var gate = new TaskCompletionSource();
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Fragile(gate.Task, probe.Ref)));
        actor.Tell("break");
        actor.Tell("after");
        gate.SetResult();
        var (message, cause) = await probe.Expect<(object, Exception)>();
        Assert.Equal("break", message);
        Assert.Equal("broken", cause.Message);
        await probe.Expect("after");
    }

    [Fact]
    public async Task A_stop_during_the_await_ends_the_actor_without_finishing_the_handler()
    {
        var gate = new TaskCompletionSource();
        var probe = NewProbe();
        var actor = System.ActorOf(Props.Create(() => new Waiter(gate.Task, probe.Ref)));
        await probe.Watch(actor);
        actor.Tell("wait");
        await probe.Expect("started");
        System.Stop(actor);
        var end = await probe.Expect<Terminated>();
        Assert.Equal(actor, end.ActorRef);
        gate.SetResult();
        await probe.ExpectNothing();
    }

    [Fact]
    public async Task An_async_handler_for_everything_handles_everything()
    {
        var actor = System.ActorOf(Props.Create(() => new AsyncEcho()));
        Assert.Equal(5, await actor.Ask<int>(5, Soon));
        Assert.Equal("five", await actor.Ask<string>("five", Soon));
    }

    private sealed class Waiter : ReceiveActor
    {
        public Waiter(Task gate, IActorRef probe)
        {
            ReceiveAsync<string>(async _ =>
            {
                probe.Tell("started");
                await gate;
                probe.Tell("finished");
            });
            Receive<int>(n => probe.Tell(n));
        }
    }

    private sealed class Remembering : ReceiveActor
    {
        public Remembering(Task gate) => ReceiveAsync<string>(async _ =>
        {
            await gate;
            Sender.Tell("answer", Self);
        });
    }

    private sealed class Fragile : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Fragile(Task gate, IActorRef probe)
        {
            _probe = probe;
            ReceiveAsync<string>(text => text == "break", async _ =>
            {
                await gate;
                throw new InvalidOperationException("broken");
            });
            Receive<string>(text => probe.Tell(text));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell((message, reason));
            base.PreRestart(reason, message);
        }
    }

    private sealed class AsyncEcho : ReceiveActor
    {
        public AsyncEcho() => ReceiveAnyAsync(async message =>
        {
            await Task.Yield();
            Sender.Tell(message);
        });
    }
}
