namespace Moe.Cluster.Runs;

/// <summary>Kinds of events that observers here react to; all kinds are in the ledger.</summary>
internal static class RunEvents
{
    /// <summary>The run begins at step 0.</summary>
    public const string Started = "started";

    /// <summary>The run goes on from a checkpoint; its step is the first that is done again.</summary>
    public const string Resumed = "resumed";

    /// <summary>The run goes on after a loss, from a step that may have been done already.</summary>
    public const string Recovered = "recovered";

    /// <summary>The run goes on after experts have moved; nothing is done again.</summary>
    public const string Moved = "moved";

    /// <summary>The coordinator's node leaves, and another takes over.</summary>
    public const string HandedOver = "handed_over";

    /// <summary>A node is lost.</summary>
    public const string NodeLost = "node_lost";

    /// <summary>A checkpoint is whole.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>Tasks whose loss was not a number are left out for a while.</summary>
    public const string Quarantined = "quarantined";

    /// <summary>The run ends with a failure.</summary>
    public const string Failed = "failed";

    /// <summary>Training is over; what follows are scores.</summary>
    public const string Ended = "ended";
}
