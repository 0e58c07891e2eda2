namespace Moe.Cluster.LocalCluster;

/// <summary>How a local cluster's run ended.</summary>
internal enum LocalOutcome
{
    /// <summary>Every step was done and the report is written.</summary>
    Finished,

    /// <summary>Asked to stop; a checkpoint is written.</summary>
    Stopped,

    /// <summary>A failure, or no node is left.</summary>
    Failed,
}

/// <summary>The end of a local cluster's run.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Code">Exit code of the node that failed; 0: no node said why.</param>
/// <param name="Error">Its error line.</param>
internal sealed record LocalTrainingEnd(LocalOutcome Outcome, long Step, int Code, string? Error);
