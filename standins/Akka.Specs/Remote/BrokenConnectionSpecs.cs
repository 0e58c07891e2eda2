using System.Net.Sockets;
using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Remote;

public sealed class BrokenConnectionSpecs : RemoteSpec
{
    private readonly ActorSystem _a;
    private readonly ActorSystem _b;
    private readonly CuttingProxy _toA;
    private readonly CuttingProxy _toB;

    public BrokenConnectionSpecs()
    {
        (_a, _toA) = StartBehindProxy("left");
        (_b, _toB) = StartBehindProxy("right");
    }

    [Fact]
    public async Task Cuts_lose_messages_but_never_repeat_or_reorder_them()
    {
        var probe = Probe.In(_b);
        var remote = Seen(_a, probe.Ref, _b);
        Assert.NotNull(await remote.Ask<ActorIdentity>(new Identify(1), Soon));
        var sent = 0;
        var last = -1;
        for (var cut = 0; cut < 5; cut++)
        {
            for (var i = 0; i < 500; i++)
                remote.Tell(sent++, ActorRefs.NoSender);
            Cut();
            // Until something arrives again; what was under way is lost.
            var before = sent;
            while (last < before)
            {
                remote.Tell(sent++, ActorRefs.NoSender);
                await foreach (var number in probe.Waiting<int>())
                {
                    Assert.True(number > last, $"{number} after {last}");
                    last = number;
                }
            }
        }

        Assert.True(_toB.Made > 5, $"{_toB.Made} connections");
    }

    [Fact]
    public async Task The_end_of_a_watched_actor_is_told_after_a_cut()
    {
        var probe = Probe.In(_a);
        var echo = _b.ActorOf<Echo>();
        var remote = Seen(_a, echo, _b);
        await probe.Watch(remote);
        Assert.Equal("x", await remote.Ask<string>("x", Soon));
        SetDown(true);
        Cut();
        await echo.GracefulStop(Soon);
        // The original may tell it at once, as the end of the address.
        SetDown(false);
        Assert.Equal(remote, (await probe.Expect<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task A_watch_that_is_placed_while_the_connection_is_cut_counts_later()
    {
        var probe = Probe.In(_a);
        var echo = _b.ActorOf<Echo>();
        var remote = Seen(_a, echo, _b);
        Assert.Equal("x", await remote.Ask<string>("x", Soon));
        SetDown(true);
        Cut();
        await probe.Watch(remote);
        SetDown(false);
        await echo.GracefulStop(Soon);
        Assert.Equal(remote, (await probe.Expect<Terminated>()).ActorRef);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\0\0\0\u0004abcd")]
    [InlineData("\u007f\u007f\u007f\u007f")]
    public async Task Bytes_that_are_no_messages_close_their_connection_and_harm_nothing(string bytes)
    {
        var echo = Seen(_a, _b.ActorOf<Echo>(), _b);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", PortOf(AddressOf(_b)), TestContext.Current.CancellationToken);
        await client.Client.SendAsync(System.Text.Encoding.ASCII.GetBytes(bytes), TestContext.Current.CancellationToken);
        Assert.Equal("x", await echo.Ask<string>("x", Soon));
        await Closed(client.Client).WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.Equal("y", await echo.Ask<string>("y", Soon));
    }

    [Fact]
    public async Task A_caller_that_says_who_it_is_ever_so_slowly_is_cut_off()
    {
        var c = Start("slow", "akka.remote.dot-netty.tcp.connection-timeout = 500ms");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", PortOf(AddressOf(c)), TestContext.Current.CancellationToken);
        var closed = Closed(client.Client);
        // The announced length of a frame, and then it byte by byte.
        await client.Client.SendAsync(new byte[] { 0, 0, 1, 0 }, TestContext.Current.CancellationToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var sent = 0;
        while (!closed.IsCompleted && ++sent < 250 && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken))
            await Record.ExceptionAsync(() => client.Client.SendAsync(new byte[1], TestContext.Current.CancellationToken).AsTask());
        await closed.WaitAsync(Soon, TestContext.Current.CancellationToken);
        Assert.True(sent < 250, "it took the whole frame");
    }

    private static async Task Closed(Socket socket)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken) > 0)
            {
                // What it may say before does not matter.
            }
        }
        catch (SocketException cause) when (cause.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed with a reset.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _toA.Dispose();
        _toB.Dispose();
    }

    private void Cut()
    {
        _toA.Cut();
        _toB.Cut();
    }

    private void SetDown(bool isDown)
    {
        _toA.IsDown = isDown;
        _toB.IsDown = isDown;
    }

    private (ActorSystem System, CuttingProxy Proxy) StartBehindProxy(string name)
    {
        var port = CuttingProxy.FreePort();
        var proxy = new CuttingProxy(port);
        var system = Start(
            name,
            $$"""
            akka.remote.dot-netty.tcp { port = {{port}}, public-hostname = "127.0.0.1", public-port = {{proxy.Port}} }
            akka.remote.watch-failure-detector.acceptable-heartbeat-pause = 10s
            """);
        return (system, proxy);
    }
}
