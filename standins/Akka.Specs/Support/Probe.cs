using System.Threading.Channels;
using Akka.Actor;

namespace AkkaSpecs.Support;

/// <summary>An actor that keeps what it is told, and a test that reads it.</summary>
public sealed class Probe
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<(object Message, IActorRef Sender)> _received =
        Channel.CreateUnbounded<(object, IActorRef)>();

    private Probe(IActorRefFactory factory) =>
        Ref = factory.ActorOf(Props.Create(() => new Recorder(_received.Writer)));

    public IActorRef Ref { get; }

    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    public static Probe In(IActorRefFactory factory) => new(factory);

    /// <summary>The next message, which has to be of the type.</summary>
    public async Task<T> Expect<T>()
    {
        var message = await Next();
        return Assert.IsAssignableFrom<T>(message);
    }

    /// <summary>The next message, which has to be equal.</summary>
    public async Task Expect(object expected) => Assert.Equal(expected, await Next());

    /// <summary>The first message of the type; others before it are skipped.</summary>
    public async Task<T> Fish<T>(Predicate<T>? wanted = null)
    {
        while (true)
        {
            if (await Next() is T found && (wanted is null || wanted(found)))
                return found;
        }
    }

    /// <summary>Nothing was received before this marker, which is sent now.</summary>
    public async Task ExpectNothing()
    {
        var marker = new object();
        Ref.Tell(marker, ActorRefs.NoSender);
        Assert.Same(marker, await Next());
    }

    /// <summary>All that has been received by now, which has to be of the type.</summary>
    public async IAsyncEnumerable<T> Waiting<T>()
    {
        var marker = new object();
        Ref.Tell(marker, ActorRefs.NoSender);
        while (await Next() is var message && message != marker)
            yield return Assert.IsAssignableFrom<T>(message);
    }

    /// <summary>Watches an actor; returns when the watch is in place.</summary>
    public async Task Watch(IActorRef subject)
    {
        Ref.Tell(new WatchPlease(subject), ActorRefs.NoSender);
        await Expect<WatchPlease>();
    }

    private async Task<object> Next()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var (message, sender) = await _received.Reader.ReadAsync(limit.Token);
        LastSender = sender;
        return message;
    }

    private sealed record WatchPlease(IActorRef Subject);

    private sealed class Recorder : UntypedActor
    {
        private readonly ChannelWriter<(object, IActorRef)> _writer;

        public Recorder(ChannelWriter<(object, IActorRef)> writer) => _writer = writer;

        protected override void OnReceive(object message)
        {
            if (message is WatchPlease watch)
                Context.Watch(watch.Subject);
            _writer.TryWrite((message, Sender));
        }
    }
}
