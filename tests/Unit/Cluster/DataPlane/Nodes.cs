using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Connections;

namespace Moe.Unit.Specs.Cluster.DataPlane;

/// <summary>Data planes over real sockets of this machine, with what they log and lose.</summary>
internal sealed class Nodes(TimeProvider? time = null) : IDisposable
{
    public const string RunHash = "run";

    private readonly List<DataPlaneNode> nodes = [];
    private readonly List<string> log = [];
    private readonly SemaphoreSlim said = new(0);
    private ulong incarnations = 100;

    public static DataPlaneSettings Settings { get; } = new() { Token = new Secret("secret") };

    /// <summary>Lines logged so far by all nodes.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (log) return [.. log];
        }
    }

    /// <summary>Waits for a line that holds all of some texts.</summary>
    public async Task SaysAsync(params string[] texts)
    {
        while (!Log.Any(line => texts.All(text => line.Contains(text, StringComparison.Ordinal))))
            await said.WaitAsync(Xunit.TestContext.Current.CancellationToken);
    }

    public DataPlaneNode Start(DataPlaneSettings? settings = null, string runHash = RunHash)
    {
        var node = DataPlaneNode.Start(settings ?? Settings, runHash, ++incarnations, time ?? TimeProvider.System, line =>
        {
            lock (log) log.Add(line);
            said.Release();
        });
        nodes.Add(node);
        return node;
    }

    /// <summary>The next loss that a node tells.</summary>
    public static Task<PeerLoss> NextLoss(DataPlaneNode node)
    {
        TaskCompletionSource<PeerLoss> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.ConnectionLost += loss => told.TrySetResult(loss);
        return told.Task;
    }

    /// <summary>A connection to a node on which the test itself says what is sent, before or after greeting.</summary>
    public static (Socket Socket, FrameChannel Channel) Stranger(DataPlaneNode node, bool greeted)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 65536 };
        socket.Connect(node.Self.Address.Host, node.Self.Address.Port);
        FrameChannel channel = new(new NetworkStream(socket, ownsSocket: true), TimeProvider.System, new PeerCounters());
        PeerIdentity stranger = new(new PeerAddress("stranger", 1), 7);
        if (greeted) Greeting.AsClient(channel, new LocalNode(stranger, RunHash, Settings.Token));
        return (socket, channel);
    }

    /// <summary>Publishes random bytes.</summary>
    public static (BlockHandle Handle, WatchedBlock Block) Publish(DataPlaneNode node, int length, int uses = 1, long step = 0)
    {
        WatchedBlock block = new(length);
        new Random(length).NextBytes(block.Bytes(0, length));
        return (node.Publish(block, BlockDescription.OfBytes(length), node.Terms(step, uses)), block);
    }

    public static byte[] BytesOf(Block block)
    {
        var bytes = new byte[block.Length];
        ((PooledBlock)block).CopyTo(bytes);
        return bytes;
    }

    public void Dispose()
    {
        foreach (var node in nodes) node.Dispose();
        said.Dispose();
    }
}
