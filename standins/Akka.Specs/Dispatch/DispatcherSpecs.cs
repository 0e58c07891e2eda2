using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using AkkaSpecs.Support;

namespace AkkaSpecs.Dispatch;

public sealed class DispatcherSpecs : SystemSpec
{
    public DispatcherSpecs() : base(
        $$"""
        gpu-dispatcher {
          type = ForkJoinDispatcher
          throughput = 1
          dedicated-thread-pool { thread-count = 2, threadtype = background }
        }
        pinned { type = PinnedDispatcher, executor = fork-join-executor }
        alias = gpu-dispatcher
        urgent { mailbox-type = "{{typeof(Urgent).FullName}}, Akka.Specs" }
        akka.actor.deployment { /configured { dispatcher = gpu-dispatcher } }
        """)
    {
    }

    [Fact]
    public async Task Own_threads_run_the_actors_that_name_them()
    {
        var threads = new HashSet<int>();
        for (var i = 0; i < 20; i++)
        {
            var actor = System.ActorOf(Props.Create(() => new WhereAmI()).WithDispatcher("gpu-dispatcher"));
            var (thread, pooled) = await actor.Ask<(int, bool)>("?", Soon);
            Assert.False(pooled);
            threads.Add(thread);
        }

        Assert.InRange(threads.Count, 1, 2);
    }

    [Fact]
    public async Task The_default_is_the_thread_pool()
    {
        var actor = System.ActorOf(Props.Create(() => new WhereAmI()));
        var (_, pooled) = await actor.Ask<(int Thread, bool Pooled)>("?", Soon);
        Assert.True(pooled);
    }

    [Fact]
    public async Task A_pinned_actor_keeps_its_thread_and_shares_it_with_nobody()
    {
        var props = Props.Create(() => new WhereAmI()).WithDispatcher("pinned");
        var first = System.ActorOf(props);
        var second = System.ActorOf(props);
        var (firstThread, _) = await first.Ask<(int, bool)>("?", Soon);
        var (secondThread, _) = await second.Ask<(int, bool)>("?", Soon);
        Assert.NotEqual(firstThread, secondThread);
        for (var i = 0; i < 5; i++)
            Assert.Equal(firstThread, (await first.Ask<(int, bool)>("?", Soon)).Item1);
        Assert.True(await first.GracefulStop(Soon));
        Assert.Equal(secondThread, (await second.Ask<(int, bool)>("?", Soon)).Item1);
    }

    [Fact]
    public async Task A_dispatcher_can_have_another_name_and_come_from_deployment()
    {
        var alias = System.ActorOf(Props.Create(() => new WhereAmI()).WithDispatcher("alias"));
        Assert.False((await alias.Ask<(int Thread, bool Pooled)>("?", Soon)).Pooled);
        var configured = System.ActorOf(Props.Create(() => new WhereAmI()), "configured");
        Assert.False((await configured.Ask<(int Thread, bool Pooled)>("?", Soon)).Pooled);
    }

    [Fact]
    public void An_unknown_dispatcher_is_refused() =>
        Assert.Throws<ConfigurationException>(
            () => System.ActorOf(Props.Create(() => new WhereAmI()).WithDispatcher("nowhere")));

    [Fact]
    public async Task Continuations_of_async_handlers_stay_on_the_actors_threads()
    {
        var actor = System.ActorOf(Props.Create(() => new AsyncWhereAmI()).WithDispatcher("gpu-dispatcher"));
        Assert.False((await actor.Ask<(int Thread, bool Pooled)>("?", Soon)).Pooled);
    }

    [Fact]
    public async Task An_actor_never_runs_on_two_threads_at_once_and_sees_messages_in_order()
    {
        var actor = System.ActorOf(Props.Create(() => new Strict()));
        const int senders = 4;
        const int each = 5000;
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                actor.Tell((sender, i));
        })));
        Assert.Equal(senders * each, await actor.Ask<int>("count", Soon));
    }

    [Fact]
    public async Task A_mailbox_of_choice_orders_messages()
    {
        var probe = NewProbe();
        var gate = new SemaphoreSlim(0);
        var actor = System.ActorOf(Props.Create(() => new Blocking(gate, probe.Ref)).WithMailbox("urgent"));
        actor.Tell("block");
        await probe.Expect("blocked");
        actor.Tell(3);
        actor.Tell(1);
        actor.Tell(2);
        gate.Release();
        await probe.Expect(1);
        await probe.Expect(2);
        await probe.Expect(3);
    }

    [Fact]
    public void The_throughput_comes_from_configuration()
    {
        Assert.Equal(1, System.Dispatchers.Lookup("gpu-dispatcher").Throughput);
        Assert.Equal(30, System.Dispatchers.DefaultGlobalDispatcher.Throughput);
        Assert.True(System.Dispatchers.HasDispatcher("pinned"));
        Assert.False(System.Dispatchers.HasDispatcher("nowhere"));
    }

    private sealed class WhereAmI : ReceiveActor
    {
        public WhereAmI() => ReceiveAny(_ =>
            Sender.Tell((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread)));
    }

    private sealed class AsyncWhereAmI : ReceiveActor
    {
        public AsyncWhereAmI() => ReceiveAnyAsync(async _ =>
        {
            await Task.Run(() => { });
            Sender.Tell((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
        });
    }

    private sealed class Strict : ReceiveActor
    {
        private readonly Dictionary<int, int> _next = [];
        private int _count;
        private int _inside;

        public Strict()
        {
            Receive<(int Sender, int Number)>(message =>
            {
                if (Interlocked.Increment(ref _inside) != 1)
                    throw new InvalidOperationException("two at once");
                if (_next.GetValueOrDefault(message.Sender) == message.Number)
                    _count++;
                _next[message.Sender] = message.Number + 1;
                Interlocked.Decrement(ref _inside);
            });
            Receive<string>(_ => Sender.Tell(_count));
        }
    }

    private sealed class Blocking : ReceiveActor
    {
        public Blocking(SemaphoreSlim gate, IActorRef probe)
        {
            Receive<string>(_ =>
            {
                probe.Tell("blocked");
                gate.Wait();
            });
            Receive<int>(number => probe.Tell(number));
        }
    }
}

public sealed class Urgent : UnboundedPriorityMailbox
{
    public Urgent(Settings settings, Config config) : base(settings, config) { }

    protected override int PriorityGenerator(object message) => message is int number ? number : 0;
}
