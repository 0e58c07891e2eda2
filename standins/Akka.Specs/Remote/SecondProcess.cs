using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using AkkaSpecs.Support;

namespace AkkaSpecs.Remote;

/// <summary>An actor system "other" in a process of its own, with an actor that answers and one that ticks.</summary>
internal sealed class SecondProcess : IDisposable
{
    public const string Verb = "actor-system";
    private readonly Process _process;

    private SecondProcess(Process process, Address address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Address Address { get; }

    /// <summary>Starts it on a port; returns when it listens.</summary>
    public static async Task<SecondProcess> Start(int port = 0)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Akka.Specs.dll");
        var process = Process.Start(new ProcessStartInfo("dotnet", [program, Verb, $"{port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("dotnet did not start");
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Address.TryParse(line, out Address address))
                return new SecondProcess(process, address);
        }

        throw new InvalidOperationException("The second process ended before it listened.");
    }

    /// <summary>The second process itself; it lives until its standard input ends.</summary>
    public static int Run(string port)
    {
        var config = ConfigurationFactory.ParseString(
            string.Create(CultureInfo.InvariantCulture, $"akka.remote.dot-netty.tcp.port = {port}"));
        using var system = ActorSystem.Create("other", config.WithFallback(RemoteSpec.Base));
        system.ActorOf<Echo>("echo");
        system.ActorOf<Ticker>("ticker");
        Console.WriteLine(((ExtendedActorSystem)system).Provider.DefaultAddress);
        while (Console.Read() >= 0)
        {
            // Only the end counts.
        }

        return 0;
    }

    /// <summary>SIGKILL, SIGSTOP or SIGCONT.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
        if (name == "KILL")
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Tells whoever says something a number, ten times a second.</summary>
    private sealed class Ticker : ReceiveActor, IWithTimers
    {
        private IActorRef _to = ActorRefs.Nobody;
        private int _count;

        public Ticker()
        {
            Receive<int>(_ => _to.Tell(_count++));
            ReceiveAny(_ => _to = Sender);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer("tick", 0, TimeSpan.FromMilliseconds(100));
    }
}
