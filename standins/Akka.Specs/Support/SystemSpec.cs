using Akka.Actor;
using Akka.Configuration;

namespace AkkaSpecs.Support;

/// <summary>A test with an actor system of its own.</summary>
public abstract class SystemSpec : IAsyncLifetime
{
    private const string Quiet = "akka { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off }";

    protected SystemSpec(string config = "") =>
        System = ActorSystem.Create("spec", ConfigurationFactory.ParseString(config).WithFallback(Quiet));

    protected static TimeSpan Soon { get; } = TimeSpan.FromSeconds(10);

    protected ActorSystem System { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (!System.WhenTerminated.IsCompleted)
            await System.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
        GC.SuppressFinalize(this);
    }

    protected Probe NewProbe() => Probe.In(System);
}
