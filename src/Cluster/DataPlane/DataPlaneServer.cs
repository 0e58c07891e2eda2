using System.Net;
using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Connections;
using Moe.Cluster.DataPlane.Wire;
using Moe.Model.Failures;

namespace Moe.Cluster.DataPlane;

/// <summary>
/// The listening side: gives out published blocks, keeps blocks for others. Every connection has two threads of its own, so
/// that neither compute nor a crowded thread pool holds it up.
/// </summary>
internal sealed class DataPlaneServer : IDisposable
{
    private const int ConnectionsMax = 1024;
    private const int GreetingsMax = 64;

    // One is enough; a peer whose connection broke may make the next before the last is known to be dead.
    private const int ConnectionsOfPeerMax = 8;
    private const long MiB = 1L << 20;

    private readonly DataPlaneSettings settings;
    private readonly DataPlaneTls? tls;
    private readonly DataPlaneCounters counters;
    private readonly TimeProvider time;
    private readonly Action<string> log;
    private readonly Socket listener;
    private readonly Lock gate = new();
    private readonly Dictionary<Socket, long> greeting = [];
    private readonly HashSet<PeerConnection> connections = [];
    private LocalNode? self;
    private bool disposed;

    private DataPlaneServer(
        Socket listener, DataPlaneSettings settings, DataPlaneTls? tls, DataPlaneCounters counters, TimeProvider time, Action<string> log)
    {
        (this.listener, this.settings, this.tls) = (listener, settings, tls);
        (this.counters, this.time, this.log) = (counters, time, log);
        Leases = new LeaseBook(time);
        Named = new NamedBlocks(settings.StoreMibMax * MiB);
    }

    /// <summary>A connection that a peer had made has ended.</summary>
    public event Action<PeerLoss>? ConnectionLost;

    /// <summary>Blocks given out under leases.</summary>
    public LeaseBook Leases { get; }

    /// <summary>Blocks kept under names.</summary>
    public NamedBlocks Named { get; }

    /// <summary>The port it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndPoint!).Port;

    /// <summary>Binds the port; connections are taken from <see cref="Start"/> on.</summary>
    /// <exception cref="EnvironmentException">The port is taken, or the host is no address of this machine.</exception>
    public static DataPlaneServer Bind(
        DataPlaneSettings settings, DataPlaneTls? tls, DataPlaneCounters counters, TimeProvider time, Action<string> log)
    {
        Socket? listener = null;
        try
        {
            var address = IPAddress.TryParse(settings.Host, out var parsed) ? parsed : Dns.GetHostAddresses(settings.Host)[0];
            listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(address, settings.Port));
            listener.Listen();
            return new DataPlaneServer(listener, settings, tls, counters, time, log);
        }
        catch (SocketException failure)
        {
            listener?.Dispose();
            throw new EnvironmentException(
                $"training.node.data-plane.port {settings.Port} on {settings.Host} cannot be listened on: {failure.Message} Choose " +
                "another with --set training.node.data-plane.port=PORT (0: any free port), or end the process that holds it.", failure);
        }
    }

    /// <summary>Begins to take connections.</summary>
    public void Start(LocalNode node)
    {
        self = node;
        new Thread(Accept) { IsBackground = true, Name = "data plane listener" }.Start();
    }

    /// <summary>Called now and then: ends leases that are over and connections that are silent or never greet.</summary>
    public void Tick()
    {
        Leases.EndDue();
        List<Socket> late;
        lock (gate)
        {
            late = [.. greeting.Where(pair => time.GetElapsedTime(pair.Value) >= TimeSpan.FromMilliseconds(settings.ConnectMs))
                .Select(pair => pair.Key)];
        }
        foreach (var socket in late) socket.Dispose();
        foreach (var connection in Connections()) connection.Tick();
    }

    /// <summary>This process stood still: silence meanwhile is nobody's fault.</summary>
    public void Forgive()
    {
        foreach (var connection in Connections()) connection.Forgive();
    }

    /// <summary>Says farewell to everybody and frees every block.</summary>
    public void Dispose()
    {
        List<Socket> strangers;
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            strangers = [.. greeting.Keys];
        }
        listener.Dispose();
        foreach (var socket in strangers) socket.Dispose();
        Farewell.Say(Connections());
        Leases.Dispose();
        Named.Dispose();
    }

    private List<PeerConnection> Connections()
    {
        lock (gate) return [.. connections];
    }

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = listener.Accept();
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                lock (gate)
                {
                    if (disposed) return;
                }
                if (failure is ObjectDisposedException) return;
                // A connection that broke before it was taken, or too few file descriptors: the next may be taken.
                log($"data plane: a connection could not be taken: {failure.Message}");
                continue;
            }
            new Thread(() => Serve(socket)) { IsBackground = true, Name = "data plane connection" }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        var from = socket.RemoteEndPoint?.ToString() ?? "a closed connection";
        try
        {
            if (!TryAdmit(socket)) return;
            socket.NoDelay = true;
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (tls is not null) stream = tls.AsServer(stream);
            FrameChannel channel = new(stream, time, counters.Unknown);
            var peer = Greeting.AsServer(channel, self!);
            channel.Counters = counters.Of(peer.Address);
            ServerRequests requests = new(self!.Identity.Incarnation, Leases, Named, settings.BlockMibMax * MiB, Lost);
            PeerConnection connection = new(
                channel, socket, () => socket.Poll(0, SelectMode.SelectWrite), peer, settings, requests, time, log);
            Run(socket, connection);
        }
        catch (Exception failure) when (failure is ProtocolFaultException or DataPlaneException or IOException or SocketException
            or ObjectDisposedException)
        {
            counters.Unknown.Failed();
            log($"data plane: refused the connection from {from}: {failure.Message}");
        }
        finally
        {
            lock (gate) greeting.Remove(socket);
            socket.Dispose();
        }
    }

    private bool TryAdmit(Socket socket)
    {
        lock (gate)
        {
            if (disposed) return false;
            if (greeting.Count < GreetingsMax && connections.Count < ConnectionsMax)
            {
                greeting.Add(socket, time.GetTimestamp());
                return true;
            }
        }
        log($"data plane: refused the connection from {socket.RemoteEndPoint}: {ConnectionsMax} connections or {GreetingsMax} greetings " +
            "are open already");
        return false;
    }

    private void Run(Socket socket, PeerConnection connection)
    {
        lock (gate)
        {
            greeting.Remove(socket);
            if (disposed) return;
            if (connections.Count(other => other.Peer.Address == connection.Peer.Address) >= ConnectionsOfPeerMax)
            {
                throw new DataPlaneException(
                    DataPlaneFailure.Refused, $"{connection.Peer.Address} has {ConnectionsOfPeerMax} connections open already");
            }
            connections.Add(connection);
        }
        connection.Run();
        lock (gate) connections.Remove(connection);
    }

    private void Lost(PeerConnection connection, PeerLoss loss) => ConnectionLost?.Invoke(loss);
}
