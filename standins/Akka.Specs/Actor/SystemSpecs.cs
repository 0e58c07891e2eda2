using Akka;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class SystemSpecs : SystemSpec
{
    [Fact]
    public void A_system_has_a_name_and_a_root()
    {
        Assert.Equal("spec", System.Name);
        Assert.Equal("akka://spec", System.ToString());
        Assert.Equal("akka://spec/deadLetters", System.DeadLetters.Path.ToString());
        Assert.Throws<ArgumentException>(() => ActorSystem.Create("not a name"));
    }

    [Fact]
    public async Task Ending_stops_all_actors_and_calls_back()
    {
        var ended = new List<string>();
        var system = ActorSystem.Create("ending", Quiet);
        system.ActorOf(Props.Create(() => new Ending(ended)));
        await system.ActorOf<Echo>().Ask<string>("x", Soon);
        system.RegisterOnTermination(() => ended.Add("callback"));
        await system.Terminate().WaitAsync(Soon);
        await system.WhenTerminated.WaitAsync(Soon);
        Assert.Equal(["actor", "callback"], ended);
    }

    [Fact]
    public async Task No_actor_can_be_made_after_the_end()
    {
        var system = ActorSystem.Create("ending", Quiet);
        await system.Terminate().WaitAsync(Soon);
        await system.WhenTerminated.WaitAsync(Soon);
        Assert.Throws<InvalidOperationException>(() => system.ActorOf<Echo>());
    }

    [Fact]
    public async Task A_system_can_be_set_up_in_code()
    {
        var setup = BootstrapSetup.Create()
            .WithConfig("my.setting = 5")
            .WithConfigFallback(Quiet)
            .WithActorRefProvider(ProviderSelection.Local.Instance);
        var system = ActorSystem.Create("setup", ActorSystemSetup.Create(setup));
        Assert.Equal(5, system.Settings.Config.GetInt("my.setting"));
        Assert.Equal(30, system.Settings.Config.GetInt("akka.actor.default-dispatcher.throughput"));
        await system.Terminate().WaitAsync(Soon);
    }

    [Fact]
    public void An_extension_is_made_once()
    {
        var id = new CounterProvider();
        Assert.False(System.HasExtension<Counter>());
        var first = System.WithExtension<Counter, CounterProvider>();
        Assert.Same(first, System.WithExtension<Counter, CounterProvider>());
        Assert.Same(first, id.Get(System));
        Assert.Same(first, System.GetExtension<Counter>());
        Assert.True(System.TryGetExtension<Counter>(out var found));
        Assert.Same(first, found);
        Assert.Same(System, first.System);
    }

    [Fact]
    public async Task The_event_stream_brings_events_by_type()
    {
        var probe = NewProbe();
        Assert.True(System.EventStream.Subscribe(probe.Ref, typeof(Exception)));
        Assert.False(System.EventStream.Subscribe(probe.Ref, typeof(Exception)));
        System.EventStream.Publish("not for you");
        System.EventStream.Publish(new InvalidOperationException("for you"));
        Assert.Equal("for you", (await probe.Expect<InvalidOperationException>()).Message);
        Assert.True(System.EventStream.Unsubscribe(probe.Ref, typeof(Exception)));
        System.EventStream.Publish(new InvalidOperationException("no longer"));
        await probe.ExpectNothing();
        System.EventStream.Subscribe<string>(probe.Ref);
        System.EventStream.Publish("text");
        await probe.Expect("text");
    }

    [Fact]
    public async Task What_is_logged_reaches_the_loggers_of_its_level()
    {
        var probe = NewProbe();
        System.EventStream.SetLogLevel(LogLevel.InfoLevel);
        System.EventStream.Subscribe(probe.Ref, typeof(LogEvent));
        var log = Logging.GetLogger(System, "here");
        Assert.False(log.IsDebugEnabled);
        log.Debug("not {0}", 1);
        log.Info("value {0} of {1}", 1, "two");
        var info = await probe.Fish<Info>(e => e.LogSource.StartsWith("here", StringComparison.Ordinal));
        Assert.Equal("value 1 of two", info.Message.ToString());
        Assert.Equal("here (akka://spec)", info.LogSource);
        log.Error(new InvalidOperationException("why"), "failed {0}", "x");
        var error = await probe.Fish<Error>(e => e.LogSource.StartsWith("here", StringComparison.Ordinal));
        Assert.Equal("why", error.Cause.Message);
        Assert.Equal("failed x", error.Message.ToString());
        log.Warning("plain {not a place}");
        var warning = await probe.Fish<Warning>(e => e.LogSource.StartsWith("here", StringComparison.Ordinal));
        Assert.Equal("plain {not a place}", warning.Message.ToString());
    }

    [Fact]
    public async Task A_logger_of_the_user_gets_everything_logged()
    {
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka { loglevel = INFO, stdout-loglevel = OFF
              loggers = ["{{typeof(Collecting).FullName!.Replace('.', '.')}}, Akka.Specs"] }
            """);
        var system = ActorSystem.Create("logging", config);
        var log = Logging.GetLogger(system, typeof(SystemSpecs));
        log.Info("hello {0}", "there");
        Assert.Equal("hello there", await Collecting.Seen.Task.WaitAsync(Soon));
        await system.Terminate().WaitAsync(Soon);
    }

    [Fact]
    public async Task Nothing_in_the_dead_letters_is_lost()
    {
        var probe = NewProbe();
        System.EventStream.Subscribe(probe.Ref, typeof(DeadLetter));
        System.DeadLetters.Tell("lost", probe.Ref);
        var letter = await probe.Expect<DeadLetter>();
        Assert.Equal("lost", letter.Message);
        Assert.Equal(probe.Ref, letter.Sender);
    }

    private static Config Quiet { get; } =
        "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }";

    private sealed class Ending : UntypedActor
    {
        private readonly List<string> _ended;

        public Ending(List<string> ended) => _ended = ended;

        protected override void OnReceive(object message) { }

        protected override void PostStop() => _ended.Add("actor");
    }

    private sealed class Counter : IExtension
    {
        public Counter(ActorSystem system) => System = system;

        public ActorSystem System { get; }
    }

    private sealed class CounterProvider : ExtensionIdProvider<Counter>
    {
        public override Counter CreateExtension(ExtendedActorSystem system) => new(system);
    }
}

public sealed class Collecting : ReceiveActor
{
    public Collecting()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(e => e.Message.ToString() == "hello there", e => Seen.TrySetResult(e.Message.ToString()!));
        Receive<LogEvent>(_ => { });
    }

    public static TaskCompletionSource<string> Seen { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
