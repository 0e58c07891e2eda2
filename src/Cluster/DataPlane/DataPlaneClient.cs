using System.Net;
using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.DataPlane.Connections;
using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane;

/// <summary>The connecting side: one connection to each peer, made when it is first needed, over which everything runs at once.</summary>
internal sealed class DataPlaneClient(
    LocalNode self, DataPlaneSettings settings, DataPlaneTls? tls, DataPlaneCounters counters, TimeProvider time, Action<string> log)
    : IDisposable
{
    private const long MiB = 1L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<PeerAddress, Link> links = [];
    private bool disposed;

    /// <summary>A connection that this node had made has ended.</summary>
    public event Action<PeerLoss>? ConnectionLost;

    /// <summary>
    /// Fetches a published block into a destination. When the connection breaks, one more attempt goes on where the first
    /// has come to, if the peer still answers.
    /// </summary>
    /// <exception cref="DataPlaneException">It cannot be had. The destination is free, and holds anything.</exception>
    public async Task FetchAsync(BlockHandle handle, Block destination, CancellationToken cancel)
    {
        if (destination.Length != handle.Description.Bytes)
        {
            throw new ArgumentException(
                $"The destination has {destination.Length} bytes, the block {handle.Description.Bytes}.", nameof(destination));
        }
        var counter = counters.Of(handle.Node.Address);
        FetchedBlock fetched = new(destination, 0);
        for (var isLast = false; ; isLast = true)
        {
            cancel.ThrowIfCancellationRequested();
            var link = await ConnectAsync(handle.Node.Address, cancel).ConfigureAwait(false);
            if (link.Connection.Peer.Incarnation != handle.Node.Incarnation)
            {
                throw new DataPlaneException(DataPlaneFailure.OtherIncarnation,
                    $"{handle.Node} is gone: {link.Connection.Peer} answers there now.");
            }
            try
            {
                await link.Requests.FetchAsync(link.Connection, handle, fetched, cancel).ConfigureAwait(false);
                counter.Fetched();
                return;
            }
            catch (DataPlaneException failure) when (failure.Failure == DataPlaneFailure.ConnectionLost && !isLast)
            {
                counter.Retried();
                fetched = new FetchedBlock(destination, fetched.Offset);
            }
        }
    }

    /// <summary>Fetches a block that a peer keeps under a name.</summary>
    /// <returns>The block, for the caller to free, and what it is.</returns>
    /// <exception cref="DataPlaneException">It cannot be had.</exception>
    public async Task<(Block Block, BlockDescription Description)> LoadAsync(PeerAddress peer, BlockName name, CancellationToken cancel)
    {
        var link = await ConnectAsync(peer, cancel).ConfigureAwait(false);
        FetchedBlock fetched = new(null, 0);
        try
        {
            await link.Requests.LoadAsync(link.Connection, name, fetched, cancel).ConfigureAwait(false);
        }
        catch
        {
            fetched.Destination?.Dispose();
            throw;
        }
        counters.Of(peer).Fetched();
        return (fetched.Destination!, fetched.Description!);
    }

    /// <summary>Has a peer keep a block under a name; it is let go of when that is over.</summary>
    /// <exception cref="DataPlaneException">The peer did not keep it, or it is not known whether it did.</exception>
    public async Task StoreAsync(PeerAddress peer, BlockName name, SharedBlock block, CancellationToken cancel)
    {
        Link link;
        try
        {
            link = await ConnectAsync(peer, cancel).ConfigureAwait(false);
        }
        catch
        {
            block.LetGo();
            throw;
        }
        await link.Requests.StoreAsync(link.Connection, name, block, cancel).ConfigureAwait(false);
        counters.Of(peer).Stored();
    }

    /// <summary>Has a peer forget what it keeps of a name below its version.</summary>
    public async Task DropAsync(PeerAddress peer, BlockName name, CancellationToken cancel)
    {
        var link = await ConnectAsync(peer, cancel).ConfigureAwait(false);
        await link.Requests.DropAsync(link.Connection, name, cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Tells a peer that its block is not needed any more. Without a connection nothing is told: the lease's time ends it.
    /// </summary>
    public void Release(BlockHandle handle)
    {
        if (Open(handle.Node.Address) is { } link && link.Connection.Peer.Incarnation == handle.Node.Incarnation)
            link.Connection.Post(FrameHeader.Frame(FrameType.Release, 0, handle.Id));
    }

    /// <summary>Connects to a peer if there is no connection yet, so that its end is noticed from now on.</summary>
    /// <exception cref="DataPlaneException">It does not answer, or one side refuses the other.</exception>
    public async Task<PeerIdentity> WatchAsync(PeerAddress peer, CancellationToken cancel) =>
        (await ConnectAsync(peer, cancel).ConfigureAwait(false)).Connection.Peer;

    /// <summary>Called now and then.</summary>
    public void Tick()
    {
        List<Link> all;
        lock (gate) all = [.. links.Values];
        foreach (var link in all)
        {
            if (link.Ready.IsCompletedSuccessfully) link.Connection.Tick();
            else if (!link.Ready.IsCompleted && time.GetElapsedTime(link.Begun) >= TimeSpan.FromMilliseconds(settings.ConnectMs))
                link.Socket.Dispose();
        }
    }

    /// <summary>This process stood still: silence meanwhile is nobody's fault.</summary>
    public void Forgive()
    {
        lock (gate)
        {
            foreach (var link in links.Values.Where(link => link.Ready.IsCompletedSuccessfully)) link.Connection.Forgive();
        }
    }

    /// <summary>Says farewell to everybody.</summary>
    public void Dispose()
    {
        List<Link> all;
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            all = [.. links.Values];
            links.Clear();
        }
        foreach (var link in all.Where(link => !link.Ready.IsCompletedSuccessfully)) link.Socket.Dispose();
        Farewell.Say([.. all.Where(link => link.Ready.IsCompletedSuccessfully).Select(link => link.Connection)]);
    }

    private Link? Open(PeerAddress peer)
    {
        lock (gate)
        {
            return links.TryGetValue(peer, out var link) && link.Ready.IsCompletedSuccessfully && link.Connection.Loss is null
                ? link
                : null;
        }
    }

    private async Task<Link> ConnectAsync(PeerAddress peer, CancellationToken cancel)
    {
        Link link;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!links.TryGetValue(peer, out link!) || link.IsOver)
            {
                links[peer] = link = new Link(peer, time.GetTimestamp());
                new Thread(link.Serve) { IsBackground = true, Name = $"data plane with {peer}" }.Start((Action<Link>)Connect);
            }
        }
        await link.Ready.WaitAsync(cancel).ConfigureAwait(false);
        return link;
    }

    private void Connect(Link link)
    {
        try
        {
            link.Socket.Connect(link.Peer.Host, link.Peer.Port);
            link.Socket.NoDelay = true;
            Stream stream = new NetworkStream(link.Socket, ownsSocket: true);
            if (tls is not null) stream = tls.AsClient(stream, link.Peer.Host);
            var counter = counters.Of(link.Peer);
            FrameChannel channel = new(stream, time, counter);
            var identity = Greeting.AsClient(channel, self);
            ClientRequests requests = new(settings.BlockMibMax * MiB, loss => ConnectionLost?.Invoke(loss));
            PeerConnection connection = new(
                channel, link.Socket, () => link.Socket.Poll(0, SelectMode.SelectWrite), identity with { Address = link.Peer }, settings,
                requests, time, log);
            if (!link.TryBegin(connection, requests)) return;
        }
        catch (Exception failure) when (failure is ProtocolFaultException or DataPlaneException or IOException or SocketException
            or ObjectDisposedException)
        {
            counters.Of(link.Peer).Failed();
            log($"data plane: no connection to {link.Peer}: {failure.Message}");
            var kind = failure is DataPlaneException or ProtocolFaultException ? DataPlaneFailure.Refused : DataPlaneFailure.ConnectionLost;
            link.Fail(new DataPlaneException(kind, $"There is no data connection to {link.Peer}: {failure.Message}", failure));
            return;
        }
        link.Connection.Run();
    }

    /// <summary>The way to one peer: a connection, or the attempt to make one.</summary>
    private sealed class Link(PeerAddress peer, long begun)
    {
        private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private PeerConnection? connection;
        private ClientRequests? requests;

        public PeerAddress Peer => peer;

        public long Begun => begun;

        public Socket Socket { get; } = IPAddress.TryParse(peer.Host, out var address)
            ? new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);

        public Task Ready => ready.Task;

        public PeerConnection Connection => connection!;

        public ClientRequests Requests => requests!;

        public bool IsOver => Ready.IsFaulted || connection?.Loss is not null;

        public void Serve(object? connect)
        {
            try
            {
                ((Action<Link>)connect!)(this);
            }
            finally
            {
                Socket.Dispose();
            }
        }

        public bool TryBegin(PeerConnection made, ClientRequests over)
        {
            (connection, requests) = (made, over);
            return ready.TrySetResult();
        }

        public void Fail(DataPlaneException failure)
        {
            ready.TrySetException(failure);
            // Nobody may be waiting any more; the log has the reason.
            _ = ready.Task.Exception;
        }
    }
}
