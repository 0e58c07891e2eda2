using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Remote;

public sealed class BusyThreadPoolSpecs : RemoteSpec
{
    private const string Pinned = "pinned { type = PinnedDispatcher }";

    [Fact]
    public async Task A_full_thread_pool_does_not_hold_up_messages_between_systems()
    {
        Assert.SkipUnless(
            StandIn.IsHere,
            "The original delivers by the thread pool.");
        const int rounds = 20;
        var a = Start("left", Pinned);
        var b = Start("right", Pinned);
        var pong = Seen(a, b.ActorOf(Props.Create(() => new Pong()).WithDispatcher("pinned")), b);
        using var done = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var ping = a.ActorOf(Props.Create(() => new Ping(pong, rounds, done)).WithDispatcher("pinned"));
        Assert.Equal(0, await ping.Ask<int>("ready?", Soon));

        var body = new TaskCompletionSource<(bool Done, bool PoolRan)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            for (var i = 0; i < 1000; i++)
                ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);
            var ran = false;
            ThreadPool.UnsafeQueueUserWorkItem(_ => Volatile.Write(ref ran, true), null);
            ping.Tell("go", ActorRefs.NoSender);
            var inTime = done.Wait(Soon);
            body.SetResult((inTime, Volatile.Read(ref ran)));
            release.Set();
        });
        thread.Start();
        Assert.Equal((true, false), await body.Task);
        thread.Join();
    }

    private sealed class Pong : ReceiveActor
    {
        public Pong() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Ping : ReceiveActor
    {
        public Ping(IActorRef pong, int rounds, ManualResetEventSlim done)
        {
            var count = 0;
            Receive<string>(text => text == "ready?", _ => Sender.Tell(count));
            Receive<string>(_ => pong.Tell(count));
            Receive<int>(_ =>
            {
                if (++count == rounds)
                    done.Set();
                else
                    pong.Tell(count);
            });
        }
    }
}
