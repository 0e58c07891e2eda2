using System.Collections.Concurrent;

namespace Moe.Cluster.DataPlane;

/// <summary>The counters of every peer, for /metrics. Whoever has not proved to belong to the run counts as "unknown".</summary>
internal sealed class DataPlaneCounters
{
    private readonly ConcurrentDictionary<string, PeerCounters> peers = new(StringComparer.Ordinal);

    /// <summary>Those who did not finish greeting.</summary>
    public PeerCounters Unknown => peers.GetOrAdd("unknown", _ => new PeerCounters());

    /// <summary>Every peer so far, by the address of its data plane.</summary>
    public IEnumerable<KeyValuePair<string, PeerCounters>> All => peers;

    /// <summary>The counters of one peer.</summary>
    public PeerCounters Of(PeerAddress peer) => peers.GetOrAdd(peer.ToString(), _ => new PeerCounters());
}
