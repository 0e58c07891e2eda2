using System.Net.Sockets;
using System.Text;
using Moe.Actors;
using Moe.Cluster.DataPlane;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class DataPlaneGreetingSpecs : IDisposable
{
    private readonly Nodes nodes = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => nodes.Dispose();

    [Fact]
    public async Task Nodes_with_another_token_are_refused_by_name()
    {
        var (node, stranger) = (nodes.Start(), nodes.Start(Nodes.Settings with { Token = new Secret("guess") }));

        var refusal = await Refused(stranger, node);

        Assert.Contains("it does not know this run's token: training.node.data-plane.token", refusal, StringComparison.Ordinal);
        await nodes.SaysAsync("data plane: refused the connection from 127.0.0.1:", "does not know this run's token");
    }

    [Fact]
    public async Task A_node_without_the_token_is_not_believed_by_those_who_have_it()
    {
        var (node, impostor) = (nodes.Start(), nodes.Start(Nodes.Settings with { Token = null }));

        Assert.Contains("token", await Refused(node, impostor), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_of_another_run_are_refused_with_both_hashes()
    {
        var (node, stranger) = (nodes.Start(), nodes.Start(runHash: "another"));

        Assert.Contains("it trains the run another, this node the run run", await Refused(stranger, node), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_peer_has_no_more_than_some_connections()
    {
        var node = nodes.Start();
        var sockets = Enumerable.Range(0, 9).Select(_ => Nodes.Stranger(node, greeted: true).Socket).ToList();

        await nodes.SaysAsync("refused the connection from", "stranger:1 has 8 connections open already");

        foreach (var socket in sockets) socket.Dispose();
    }

    [Fact]
    public async Task Whoever_speaks_something_else_is_refused_and_nobody_else_notices()
    {
        var (node, friend) = (nodes.Start(), nodes.Start());
        using (Socket socket = new(SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Connect(node.Self.Address.Host, node.Self.Address.Port);
            socket.Send(Encoding.ASCII.GetBytes("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            Assert.True(Ends(socket));
        }

        var (handle, _) = Nodes.Publish(node, 1000);
        (await friend.FetchAsync(handle, Cancel)).Dispose();
        await nodes.SaysAsync("speaks another protocol");
        Assert.Single(nodes.Log);
    }

    [Fact]
    public void Whoever_says_nothing_is_sent_away_after_its_time()
    {
        ManualTime time = new();
        using Nodes slow = new(time);
        var node = slow.Start();
        var (socket, _) = Nodes.Stranger(node, greeted: false);
        using (socket)
        {
            while (!socket.Poll(0, SelectMode.SelectRead))
            {
                time.Advance(0.4);
                node.Tick();
            }
            Assert.True(Ends(socket));
        }
    }

    private static bool Ends(Socket socket)
    {
        try
        {
            return socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task<string> Refused(DataPlaneNode from, DataPlaneNode to)
    {
        var refusal = await Assert.ThrowsAsync<DataPlaneException>(() => from.WatchAsync(to.Self.Address, Cancel));
        Assert.Equal(DataPlaneFailure.Refused, refusal.Failure);
        return refusal.Message;
    }
}
