namespace Moe.Cluster.Runs;

/// <summary>Kinds of events that observers here react to; all kinds are in the ledger.</summary>
internal static class RunEvents
{
    /// <summary>The run begins at step 0.</summary>
    public const string Started = "started";

    /// <summary>The run goes on from a checkpoint; its step is the first that is done again.</summary>
    public const string Resumed = "resumed";
}
