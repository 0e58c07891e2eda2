using System.Net;
using Moe.Actors;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Model.Failures;

namespace Moe.Cluster.DataPlane;

/// <summary>
/// A node's data plane: what it gives out, what it fetches, what it keeps for others. Messages between actors carry handles;
/// the bytes behind them travel here, over connections of its own (docs/data-plane.md).
/// </summary>
internal sealed class DataPlaneNode : IDisposable
{
    private readonly DataPlaneServer server;
    private readonly DataPlaneClient client;
    private readonly DataPlaneSettings settings;
    private readonly TimeProvider time;
    private readonly ManualResetEventSlim stop = new();
    private readonly Thread pulse;
    private long lastTick;

    private DataPlaneNode(
        DataPlaneServer server, DataPlaneClient client, LocalNode self, DataPlaneSettings settings,
        DataPlaneCounters counters, TimeProvider time)
    {
        (this.server, this.client, this.settings, this.time) = (server, client, settings, time);
        (Self, Counters, lastTick) = (self.Identity, counters, time.GetTimestamp());
        server.ConnectionLost += loss => ConnectionLost?.Invoke(loss);
        client.ConnectionLost += loss => ConnectionLost?.Invoke(loss);
        pulse = new Thread(Pulse) { IsBackground = true, Name = "data plane pulse" };
    }

    /// <summary>
    /// A connection with a peer has ended: told at once, on a thread that must not be held up. The peer may have two, one in
    /// each direction; whoever turns over to a replica does so at the first.
    /// </summary>
    public event Action<PeerLoss>? ConnectionLost;

    /// <summary>Who this node is to others.</summary>
    public PeerIdentity Self { get; }

    /// <summary>Traffic by peer.</summary>
    public DataPlaneCounters Counters { get; }

    /// <summary>Published blocks whose lease has not ended.</summary>
    public int PublishedCount => server.Leases.Count;

    /// <summary>Bytes kept under names, and announced.</summary>
    public long KeptBytes => server.Named.Bytes;

    /// <summary>Longest block that may be sent or received, in bytes.</summary>
    public long BlockBytesMax => settings.BlockMibMax * (1L << 20);

    /// <summary>Starts listening.</summary>
    /// <param name="settings">Where, and the bounds.</param>
    /// <param name="runHash">Nodes of other runs are refused.</param>
    /// <param name="incarnation">Any number that no other life of a node at this address has.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Takes one line for every connection that fails.</param>
    /// <exception cref="EnvironmentException">The port is taken, or a certificate cannot be read.</exception>
    public static DataPlaneNode Start(
        DataPlaneSettings settings, string runHash, ulong incarnation, TimeProvider time, Action<string> log)
    {
        var tls = DataPlaneTls.Load(settings, time, log);
        DataPlaneCounters counters = new();
        var server = DataPlaneServer.Bind(settings, tls, counters, time, log);
        PeerAddress address = new(settings.AdvertisedHost ?? Reachable(settings.Host), server.Port);
        LocalNode self = new(new PeerIdentity(address, incarnation), runHash, settings.Token);
        DataPlaneClient client = new(self, settings, tls, counters, time, log);
        DataPlaneNode node = new(server, client, self, settings, counters, time);
        server.Start(self);
        node.pulse.Start();
        return node;
    }

    /// <summary>Gives out a block under a lease, which owns it from now on.</summary>
    /// <returns>What a message carries in its place.</returns>
    public BlockHandle Publish(Block block, BlockDescription description, LeaseTerms terms) =>
        new(Self, server.Leases.Publish(block, description, terms), description);

    /// <summary>The usual terms: one receiver, the settings' time.</summary>
    public LeaseTerms Terms(long step, int uses = 1) => new(uses, TimeSpan.FromSeconds(settings.LeaseSeconds), step);

    /// <summary>Fetches a block into memory of the shared pool, then releases it.</summary>
    /// <returns>The block; the caller frees it.</returns>
    /// <exception cref="DataPlaneException">It cannot be had.</exception>
    public async Task<Block> FetchAsync(BlockHandle handle, CancellationToken cancel)
    {
        PooledBlock destination = new(handle.Description.Bytes);
        try
        {
            await FetchAsync(handle, destination, cancel).ConfigureAwait(false);
            return destination;
        }
        catch
        {
            destination.Dispose();
            throw;
        }
    }

    /// <summary>Fetches a block straight into a destination, then releases it. One of this very node is copied.</summary>
    /// <exception cref="DataPlaneException">It cannot be had. The destination is free, and holds anything.</exception>
    public async Task FetchAsync(BlockHandle handle, Block destination, CancellationToken cancel)
    {
        if (handle.Node == Self)
        {
            server.Leases.Copy(handle, destination);
            return;
        }
        await client.FetchAsync(handle, destination, cancel).ConfigureAwait(false);
        client.Release(handle);
    }

    /// <summary>Says that a block is not needed, without fetching it.</summary>
    public void Release(BlockHandle handle)
    {
        if (handle.Node == Self) server.Leases.Release(handle.Id);
        else client.Release(handle);
    }

    /// <summary>Ends the leases of all steps before one.</summary>
    public void EndSteps(long before) => server.Leases.EndSteps(before);

    /// <summary>Keeps a block here under a name, in place of one with the same name.</summary>
    /// <exception cref="DataPlaneException">There is no room for it; it is freed.</exception>
    public void Keep(BlockName name, BlockDescription description, Block block)
    {
        if (server.Named.TryReserve(block.Length))
        {
            server.Named.Put(name, new SharedBlock(block, description));
            return;
        }
        block.Dispose();
        throw new DataPlaneException(DataPlaneFailure.NoRoom,
            $"{name} of {block.Length} bytes does not fit beside the {KeptBytes} kept already. Raise " +
            "training.node.data-plane.store-mib-max.");
    }

    /// <summary>
    /// A block kept here, held for the caller; null when there is none. Version <see cref="NamedBlocks.Newest"/>: the newest.
    /// </summary>
    public (SharedBlock Block, long Version)? Kept(BlockName name) => server.Named.Hold(name);

    /// <summary>Versions kept here of a name, oldest first.</summary>
    public IReadOnlyList<long> KeptVersions(string kind, string owner) => server.Named.Versions(kind, owner);

    /// <summary>Forgets what is kept here of a name below a version.</summary>
    public void Drop(string kind, string owner, long below) => server.Named.Drop(kind, owner, below);

    /// <summary>Has a peer keep a block under a name; the block is freed when that is over.</summary>
    /// <exception cref="DataPlaneException">The peer did not keep it, or it is not known whether it did.</exception>
    public Task StoreAsync(PeerAddress peer, BlockName name, BlockDescription description, Block block, CancellationToken cancel) =>
        client.StoreAsync(peer, name, new SharedBlock(block, description), cancel);

    /// <summary>Has a peer keep what is kept here under the same name.</summary>
    /// <exception cref="DataPlaneException">It is not kept here, or the peer did not keep it.</exception>
    public async Task StoreAsync(PeerAddress peer, BlockName name, CancellationToken cancel)
    {
        if (Kept(name) is not { } kept) throw new DataPlaneException(DataPlaneFailure.Gone, $"Nothing is kept here as {name}.");
        await client.StoreAsync(peer, name with { Version = kept.Version }, kept.Block, cancel).ConfigureAwait(false);
    }

    /// <summary>Fetches a block that a peer keeps under a name. Version <see cref="NamedBlocks.Newest"/>: the newest.</summary>
    /// <returns>The block, for the caller to free, and what it is.</returns>
    /// <exception cref="DataPlaneException">It cannot be had.</exception>
    public Task<(Block Block, BlockDescription Description)> LoadAsync(PeerAddress peer, BlockName name, CancellationToken cancel) =>
        client.LoadAsync(peer, name, cancel);

    /// <summary>Has a peer forget what it keeps of a name below a version.</summary>
    public Task DropAsync(PeerAddress peer, string kind, string owner, long below, CancellationToken cancel) =>
        client.DropAsync(peer, new BlockName(kind, owner, below), cancel);

    /// <summary>Connects to a peer, so that its end is noticed from now on.</summary>
    /// <exception cref="DataPlaneException">It does not answer, or one side refuses the other.</exception>
    public Task<PeerIdentity> WatchAsync(PeerAddress peer, CancellationToken cancel) => client.WatchAsync(peer, cancel);

    /// <summary>Says farewell to every peer and frees every block.</summary>
    public void Dispose()
    {
        if (stop.IsSet) return;
        stop.Set();
        pulse.Join();
        client.Dispose();
        server.Dispose();
    }

    /// <summary>One beat of the pulse: signs of life, leases that are over, transfers that stand still.</summary>
    internal void Tick()
    {
        // A process that was stopped, or a machine that slept, has heard nobody, and wakes to full sockets.
        if (time.GetElapsedTime(lastTick) >= TimeSpan.FromMilliseconds(settings.SilenceMs / 2.0))
        {
            server.Forgive();
            client.Forgive();
        }
        lastTick = time.GetTimestamp();
        server.Tick();
        client.Tick();
    }

    private void Pulse()
    {
        var interval = TimeSpan.FromMilliseconds(Math.Max(10, settings.PingMs / 4));
        while (!stop.Wait(interval)) Tick();
    }

    private static string Reachable(string host) =>
        IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? Dns.GetHostName()
            : host;
}
