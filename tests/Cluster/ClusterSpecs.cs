using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>What specs of several nodes share: starting them one by one, and comparing what they leave.</summary>
public abstract class ClusterSpecs : IDisposable
{
    // A cluster that waits for something that never comes must not hold up the suite.
    protected const int Limit = 300_000;

    private static int lastPort = 10000 + (Environment.ProcessId * 7 % 8000);

    private protected WorkFolder Work { get; } = new();

    public virtual void Dispose() => Work.Dispose();

    private protected NodeProcess Node(string run, IReadOnlyList<int> ports, int index, params string[] more) =>
        NodeProcess.Start(Work.Path, Arguments(run, ports, index, more));

    private protected static IEnumerable<string> Arguments(string run, IReadOnlyList<int> ports, int index, params string[] more) =>
    [
        "node", "--config", "small.hocon", "--run", run, "--port", $"{ports[index]}", "--seed", $"127.0.0.1:{ports[0]}", "--seed",
        $"127.0.0.1:{ports[1]}", "--set", "training.node.lanes=1", .. more,
    ];

    // Quicker to notice a loss than a real cluster should be: these runs are short.
    private protected static string[] NoticesSoon =>
    [
        "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=1500ms",
        "--set", "akka.cluster.split-brain-resolver.stable-after=1s", "--set", "akka.cluster.down-removal-margin=100ms",
    ];

    private protected async Task HaveTheSameBits(string one, string other)
    {
        var (code, output, error) = await NodeProcess.RunAsync(Work.Path, "verify", one, other);
        Assert.True(code == 0, output + error);
    }

    // Below those that outgoing connections are given, and each for one spec only: others that run beside it look for ports too, while
    // nobody listens there yet.
    private protected static List<int> FreePorts(int count)
    {
        List<int> ports = [];
        while (ports.Count < count)
        {
            var port = Interlocked.Increment(ref lastPort);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                ports.Add(port);
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }
        return ports;
    }

    private protected async Task<string> Succeeds(params string[] arguments)
    {
        var (code, output, error) = await NodeProcess.RunAsync(Work.Path, arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)} ended with {code}\n{output}\n{error}");
        return output;
    }
}
