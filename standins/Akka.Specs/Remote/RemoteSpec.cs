using Akka.Actor;
using Akka.Configuration;

namespace AkkaSpecs.Remote;

/// <summary>A test with several actor systems that reach each other over loopback.</summary>
public abstract class RemoteSpec : IAsyncLifetime
{
    internal const string Base =
        """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          actor {
            provider = remote
            serializers.note = "AkkaSpecs.Remote.NoteSerializer, Akka.Specs"
            serialization-bindings { "AkkaSpecs.Remote.INote, Akka.Specs" = note }
            serialization-identifiers { "AkkaSpecs.Remote.NoteSerializer, Akka.Specs" = 9002 }
          }
          remote {
            dot-netty.tcp.hostname = "127.0.0.1"
            dot-netty.tcp.port = 0
            retry-gate-closed-for = 200ms
            watch-failure-detector.acceptable-heartbeat-pause = 1s
            watch-failure-detector.heartbeat-interval = 200ms
            watch-failure-detector.unreachable-nodes-reaper-interval = 200ms
          }
        }
        """;

    private readonly List<ActorSystem> _systems = [];

    protected static TimeSpan Soon { get; } = TimeSpan.FromSeconds(20);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_systems.Select(system => system.Terminate())).WaitAsync(TimeSpan.FromSeconds(30));
        GC.SuppressFinalize(this);
    }

    /// <summary>A system on a free port, or on the one that is given.</summary>
    protected ActorSystem Start(string name, string config = "")
    {
        var system = ActorSystem.Create(name, ConfigurationFactory.ParseString(config).WithFallback(Base));
        _systems.Add(system);
        return system;
    }

    protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    /// <summary>The reference by which one system knows an actor of another.</summary>
    protected static IActorRef Seen(ActorSystem from, IActorRef actor, ActorSystem of) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(actor.Path.ToSerializationFormatWithAddress(AddressOf(of)));

    /// <summary>The actor at a path of another system, once it answers.</summary>
    protected static async Task<IActorRef> Find(ActorSystem from, Address address, string path)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            try
            {
                return await from.ActorSelection($"{address}{path}").ResolveOne(TimeSpan.FromSeconds(1));
            }
            catch (ActorNotFoundException)
            {
                await Task.Yield();
            }
        }
    }

    /// <summary>The port in an address.</summary>
    protected static int PortOf(Address address) => address.Port ?? throw new InvalidOperationException($"{address}");
}
