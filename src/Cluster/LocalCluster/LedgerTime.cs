namespace Moe.Cluster.LocalCluster;

/// <summary>The clock of who follows a ledger: it stands where the last line was written, so that lines read together keep the
/// times between them.</summary>
internal sealed class LedgerTime : TimeProvider
{
    /// <summary>When the last line was written.</summary>
    public DateTimeOffset Now { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.UtcTicks;
}
