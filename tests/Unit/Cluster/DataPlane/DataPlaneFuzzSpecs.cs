using Moe.Actors;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Connections;
using Moe.Cluster.DataPlane.Wire;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

/// <summary>
/// Whatever bytes come: the connection ends with at most one line, nothing is held, nothing unsound is kept, and no fault of the
/// program shows. Frames are half sound and half damaged, so that damage meets every state.
/// </summary>
public sealed class DataPlaneFuzzSpecs : IDisposable
{
    private const int FramesEach = 60_000;
    private const long StoreBytesMax = 4 << 20;

    private readonly List<string> log = [];
    private readonly LeaseBook leases = new(TimeProvider.System);
    private readonly NamedBlocks named = new(StoreBytesMax);
    private readonly List<WatchedBlock> published = [];

    public void Dispose()
    {
        leases.Dispose();
        named.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_frames_of_a_client_do_harm(int seed)
    {
        foreach (var length in new[] { 100, 300_000, 2_000_000 })
        {
            WatchedBlock block = new(length);
            published.Add(block);
            leases.Publish(block, BlockDescription.OfBytes(length), new LeaseTerms(int.MaxValue, TimeSpan.MaxValue, 0));
        }
        Random random = new(seed);
        FuzzedFrames frames = new(random);
        for (var conversation = 0; frames.Count < FramesEach; conversation++)
        {
            var bytes = frames.OfClient();
            ServerRequests requests = new(FuzzedFrames.Incarnation, leases, named, 1 << 20, (_, _) => { });

            Converse(requests, bytes, $"seed {seed}, conversation {conversation}");

            Assert.True(named.Bytes == Kept(),
                $"seed {seed}, conversation {conversation}: {named.Bytes} bytes are counted, {Kept()} are kept");
        }
        leases.Dispose();
        Assert.All(published, block => Assert.True(block.IsFreed));
    }

    [Theory]
    [InlineData(3)]
    public async Task No_frames_of_a_server_do_harm(int seed)
    {
        Random random = new(seed);
        FuzzedFrames frames = new(random);
        for (var conversation = 0; frames.Count < FramesEach; conversation++)
        {
            ClientRequests requests = new(1 << 20, _ => { });
            List<Task> waiting = [];
            Converse(requests, frames.OfServer(), $"seed {seed}, conversation {conversation}", connection =>
            {
                for (var at = 0; at < 4; at++)
                {
                    BlockHandle handle = new(connection.Peer, 1, BlockDescription.OfBytes(FuzzedFrames.FetchedBytes));
                    FetchedBlock fetched = new(new ArrayBlock(FuzzedFrames.FetchedBytes), 0);
                    waiting.Add(requests.FetchAsync(connection, handle, fetched, default));
                    waiting.Add(requests.LoadAsync(connection, new BlockName("a", "b", 1), new FetchedBlock(null, 0), default));
                    SharedBlock stored = new(new ArrayBlock(1000), BlockDescription.OfBytes(1000));
                    waiting.Add(requests.StoreAsync(connection, new BlockName("a", "b", at), stored, default));
                }
            });
            // Every one of them ends, well or with the failure that is meant for it.
            foreach (var transfer in waiting)
            {
                await transfer.ContinueWith(
                    ended => Assert.True(ended.Exception?.InnerException is null or DataPlaneException), TaskScheduler.Default);
            }
        }
    }

    [Fact]
    public async Task A_sample_over_real_sockets_does_no_harm()
    {
        using Nodes nodes = new();
        var (node, friend) = (nodes.Start(), nodes.Start());
        FuzzedFrames frames = new(new Random(4));
        for (var connection = 0; connection < 100; connection++)
        {
            var (socket, _) = Nodes.Stranger(node, greeted: connection % 2 == 0);
            using (socket)
            {
                try
                {
                    socket.Send(frames.OfClient());
                    socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
                    while (socket.Receive(new byte[4096]) > 0)
                    {
                    }
                }
                catch (System.Net.Sockets.SocketException closed)
                {
                    Assert.False(socket.Poll(0, System.Net.Sockets.SelectMode.SelectError), closed.Message);
                }
            }
        }

        var (handle, block) = Nodes.Publish(node, 1_000_000);
        using var fetched = await friend.FetchAsync(handle, TestContext.Current.CancellationToken);
        Assert.Equal(block.ToArray(), Nodes.BytesOf(fetched));
        Assert.DoesNotContain(nodes.Log, line => line.Contains("fault of this program", StringComparison.Ordinal) || line.Contains('\n'));
    }

    private void Converse(IFrameHandler handler, byte[] bytes, string where, Action<PeerConnection>? before = null)
    {
        log.Clear();
        using FuzzedStream stream = new(bytes);
        FrameChannel channel = new(stream, TimeProvider.System, new PeerCounters());
        PeerIdentity peer = new(new PeerAddress("fuzz", 1), FuzzedFrames.Incarnation);
        PeerConnection connection = new(channel, stream, () => true, peer, new DataPlaneSettings(), handler, TimeProvider.System, line =>
            {
                lock (log) log.Add(line);
            });
        before?.Invoke(connection);

        connection.Run();

        Assert.True(log.Count <= 1, $"{where}: {string.Join('\n', log)}");
        Assert.DoesNotContain(log, line => line.Contains("fault of this program", StringComparison.Ordinal));
        Assert.True(connection.Loss is not null && connection.IncomingCount == 0, where);
    }

    private long Kept() => FuzzedFrames.Owners.SelectMany(owner => named.Versions(FuzzedFrames.Kind, owner).Select(version =>
    {
        var (block, _) = named.Hold(new BlockName(FuzzedFrames.Kind, owner, version))!.Value;
        block.LetGo();
        return block.Block.Length;
    })).Sum();
}
