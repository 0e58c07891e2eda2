namespace Moe.Cluster.DataPlane;

/// <summary>What was done with one peer since the process began; every number only grows.</summary>
internal sealed class PeerCounters
{
    private long bytesIn;
    private long bytesOut;
    private long fetches;
    private long stores;
    private long retries;
    private long errors;
    private long stalls;

    /// <summary>Bytes received, frames' headers included.</summary>
    public long BytesIn => Interlocked.Read(ref bytesIn);

    /// <summary>Bytes sent, frames' headers included.</summary>
    public long BytesOut => Interlocked.Read(ref bytesOut);

    /// <summary>Blocks fetched or loaded from the peer, whole.</summary>
    public long Fetches => Interlocked.Read(ref fetches);

    /// <summary>Blocks stored at the peer, whole.</summary>
    public long Stores => Interlocked.Read(ref stores);

    /// <summary>Transfers begun again on a new connection.</summary>
    public long Retries => Interlocked.Read(ref retries);

    /// <summary>Connections that ended without a farewell, and refusals.</summary>
    public long Errors => Interlocked.Read(ref errors);

    /// <summary>How often a transfer to the peer had to wait for its credit.</summary>
    public long Stalls => Interlocked.Read(ref stalls);

    public void Received(long bytes) => Interlocked.Add(ref bytesIn, bytes);

    public void Sent(long bytes) => Interlocked.Add(ref bytesOut, bytes);

    public void Fetched() => Interlocked.Increment(ref fetches);

    public void Stored() => Interlocked.Increment(ref stores);

    public void Retried() => Interlocked.Increment(ref retries);

    public void Failed() => Interlocked.Increment(ref errors);

    public void Stalled() => Interlocked.Increment(ref stalls);
}
