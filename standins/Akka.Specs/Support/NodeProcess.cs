using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Akka.Actor;

namespace AkkaSpecs.Support;

/// <summary>A node in a process of its own, which can be killed. It runs a singleton and entities.</summary>
public sealed class NodeProcess : IDisposable
{
    /// <summary>The argument by which this program is a node.</summary>
    public const string Verb = "node";

    private const int Stop = 19;
    private const int Continue = 18;
    private const string Ready = "ready ";

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private NodeProcess(string config)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [typeof(NodeProcess).Assembly.Location, Verb, config])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            },
        };
        _process.OutputDataReceived += (_, line) => _lines.Writer.TryWrite(line.Data ?? "ended");
        _process.Start();
        _process.BeginOutputReadLine();
    }

    public Address Address { get; private set; } = Address.AllSystems;

    /// <summary>Starts a node that joins another; returns when it is up.</summary>
    public static async Task<NodeProcess> Start(Address seed, string config = "", int port = 0)
    {
        var node = new NodeProcess(
            $$"""
            {{config}}
            akka.cluster.seed-nodes = ["{{seed}}"]
            akka.remote.dot-netty.tcp.port = {{port}}
            """);
        var line = await node.NextLine();
        Assert.StartsWith(Ready, line, StringComparison.Ordinal);
        node.Address = Address.Parse(line[Ready.Length..]);
        return node;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Lets it stand still.</summary>
    public void Pause() => Assert.Equal(0, SendSignal(_process.Id, Stop));

    /// <summary>Lets it go on.</summary>
    public void Resume() => Assert.Equal(0, SendSignal(_process.Id, Continue));

    /// <summary>Asks it to leave the cluster, after which it ends.</summary>
    public void Leave() => _process.StandardInput.WriteLine("leave");

    public Task Ended() => _process.WaitForExitAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>Is such a node, until told to leave or until whoever started it has ended.</summary>
    public static async Task<int> RunAsync(string config)
    {
        await using var node = Node.Start(config);
        node.StartSingleton(Props.Create<Located>());
        await node.StartThings();
        await node.SeesUp(node.Address);
        Console.WriteLine($"{Ready}{node.Address}");
        _ = Task.Run(async () =>
        {
            if (await Console.In.ReadLineAsync() is null)
                Environment.Exit(1);
            await node.Cluster.LeaveAsync();
        });
        await node.System.WhenTerminated;
        return 0;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);

    private async Task<string> NextLine()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _lines.Reader.ReadAsync(limit.Token);
    }
}
