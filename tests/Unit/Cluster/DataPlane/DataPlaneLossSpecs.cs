using System.Net.Sockets;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Connections;
using Moe.Cluster.DataPlane.Wire;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class DataPlaneLossSpecs : IDisposable
{
    private const int MiB = 1 << 20;
    private const double MoveSeconds = 0.4;

    private readonly ManualTime time = new();
    private readonly Nodes nodes;

    public DataPlaneLossSpecs() => nodes = new Nodes(time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => nodes.Dispose();

    [Fact]
    public async Task A_farewell_is_told_as_such_to_both()
    {
        var (leaver, stayer) = (nodes.Start(), nodes.Start());
        await stayer.WatchAsync(leaver.Self.Address, Cancel);
        var loss = Nodes.NextLoss(stayer);

        leaver.Dispose();

        Assert.True((await loss.WaitAsync(Cancel)).OnPurpose);
        Assert.Equal(leaver.Self, (await loss).Peer);
        Assert.Empty(nodes.Log);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_that_breaks_is_told_at_once(bool byReset)
    {
        var node = nodes.Start();
        var loss = Nodes.NextLoss(node);
        var (socket, _) = Nodes.Stranger(node, greeted: true);

        if (byReset) socket.LingerState = new LingerOption(true, 0);
        socket.Close();

        var told = await loss.WaitAsync(Cancel);
        Assert.False(told.OnPurpose);
        Assert.Equal(7ul, told.Peer.Incarnation);
        Assert.Contains("stranger:1", Assert.Single(nodes.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_falls_silent_is_lost_after_its_time()
    {
        var node = nodes.Start();
        var loss = Nodes.NextLoss(node);
        var (socket, channel) = Nodes.Stranger(node, greeted: true);
        using (socket)
        {
            // Its thread writes in real time: the clock must not run ahead of it.
            do Pass(node);
            while (!loss.IsCompleted && !socket.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead));
            Assert.Equal(FrameType.Ping, NextFrame(channel));
            while (!loss.IsCompleted) Pass(node);
            Assert.Contains("nothing came for", (await loss.WaitAsync(Cancel)).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_block_whose_receiver_dies_half_way_is_not_held()
    {
        var node = nodes.Start();
        var (handle, block) = Nodes.Publish(node, 64 * MiB);
        var loss = Nodes.NextLoss(node);
        var (socket, channel) = Nodes.Stranger(node, greeted: true);
        channel.Write(Fetch(1, handle, credit: 64 * MiB));
        Assert.Equal(FrameType.Chunk, NextFrame(channel));

        socket.Close();
        await loss.WaitAsync(Cancel);
        Assert.Equal(1, node.PublishedCount);
        node.EndSteps(1);

        await block.Freed.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_lease_ends_by_time_when_nobody_comes()
    {
        var node = nodes.Start();
        var (_, block) = Nodes.Publish(node, 100);

        for (var moved = 0; moved < 120 / MoveSeconds; moved++)
        {
            Assert.False(block.IsFreed);
            Pass(node);
        }

        await block.Freed.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_receiver_that_reads_nothing_costs_no_memory_and_holds_up_nobody()
    {
        var (node, other) = (nodes.Start(), nodes.Start());
        var (handle, _) = Nodes.Publish(node, 64 * MiB, uses: 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (socket, channel) = Nodes.Stranger(node, greeted: true);
        using (socket)
        {
            for (var stream = 1u; stream <= 500; stream++) channel.Write(Fetch(stream, handle, credit: 64 * MiB));

            using ArrayBlock target = new(64 * MiB);
            await other.FetchAsync(handle, target, Cancel);
            var grown = GC.GetTotalMemory(forceFullCollection: true) - before - (64 * MiB);

            // Less than a single one of them; other tests of this process allocate too.
            Assert.True(grown < 64 * MiB, $"500 transfers of 64 MiB that stand still have cost {grown} bytes.");
        }
    }

    [Fact]
    public async Task A_receiver_that_grants_nothing_is_given_up_after_its_time()
    {
        var node = nodes.Start();
        var (handle, block) = Nodes.Publish(node, 4 * MiB, step: 1);
        var (socket, channel) = Nodes.Stranger(node, greeted: true);
        using (socket)
        {
            channel.Write(Fetch(1, handle, credit: 100_000));
            Assert.Equal(FrameType.Chunk, NextFrame(channel));
            node.EndSteps(2);
            Assert.False(block.IsFreed);

            FrameType next;
            do
            {
                Pass(node);
                channel.Write(FrameHeader.Frame(FrameType.Ping, 0, 0));
                do next = NextFrame(channel);
                while (next == FrameType.Ping);
            }
            while (next == FrameType.Pong);

            Assert.Equal(FrameType.Failed, next);
            await block.Freed.WaitAsync(Cancel);
        }
    }

    [Fact]
    public async Task A_block_half_stored_by_a_peer_that_dies_leaves_nothing()
    {
        var node = nodes.Start();
        var loss = Nodes.NextLoss(node);
        var (socket, channel) = Nodes.Stranger(node, greeted: true);
        PayloadWriter payload = new();
        new BlockName("snapshot", "encoder.0.0", 1).Write(payload);
        BlockDescription.OfBytes(4 * MiB).Write(payload);
        channel.Write(FrameHeader.Frame(FrameType.Store, 1, 0, payload.ToArray()));
        Assert.Equal(FrameType.Credit, NextFrame(channel));
        channel.WriteChunk(1, 0, new byte[MiB]);
        Assert.Equal(4 * MiB, node.KeptBytes);

        socket.Close();
        await loss.WaitAsync(Cancel);
        node.Dispose();

        Assert.Empty(node.KeptVersions("snapshot", "encoder.0.0"));
        Assert.Equal(0, node.KeptBytes);
    }

    [Fact]
    public async Task Compute_on_every_core_does_not_cost_a_connection()
    {
        using Nodes real = new();
        var settings = Nodes.Settings with { PingMs = 100, SilenceMs = 2000 };
        var (giver, taker) = (real.Start(settings), real.Start(settings));
        using CancellationTokenSource stop = new();
        var busy = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!stop.IsCancellationRequested) Thread.SpinWait(100);
        })
        { IsBackground = true }).ToList();
        busy.ForEach(thread => thread.Start());
        try
        {
            for (var round = 0; round < 10; round++)
            {
                var (handle, _) = Nodes.Publish(giver, MiB);
                (await taker.FetchAsync(handle, Cancel)).Dispose();
            }
        }
        finally
        {
            stop.Cancel();
            busy.ForEach(thread => thread.Join());
        }
        Assert.Empty(real.Log);
    }

    // Small moves: a jump would look as if this process itself had stood still.
    private void Pass(DataPlaneNode node)
    {
        time.Advance(MoveSeconds);
        node.Tick();
    }

    private static byte[] Fetch(uint stream, BlockHandle handle, long credit)
    {
        var payload = new PayloadWriter().Number(handle.Node.Incarnation).Number(0L).Number(credit);
        handle.Description.Write(payload);
        return FrameHeader.Frame(FrameType.Fetch, stream, handle.Id, payload.ToArray());
    }

    private static FrameType NextFrame(FrameChannel channel)
    {
        Assert.True(channel.TryReadHeader(out var header));
        channel.ReadPayload(header, new byte[header.Length]);
        return header.Type;
    }
}
