namespace Moe.Cluster.Telemetry;

/// <summary>Every metric: the only place where names, units, labels and help texts are written.</summary>
internal static class MetricNames
{
    public static readonly MetricDefinition Step =
        new("moe_step", "steps", "Steps done since the start of the run.");

    public static readonly MetricDefinition StepsPlanned =
        new("moe_planned_steps", "steps", "Steps of the whole run.");

    public static readonly MetricDefinition Steps =
        new("moe_steps_total", "steps", "Steps done by this process, by how they ended.", "outcome");

    public static readonly MetricDefinition StepSeconds =
        new("moe_step_seconds", "seconds", "Time of a step from the end of the one before.");

    public static readonly MetricDefinition Tokens =
        new("moe_tokens_total", "tokens", "Source and target positions that held a token.");

    public static readonly MetricDefinition TokensPerSecond =
        new("moe_tokens_per_second", "tokens per second", "Speed of the last step.");

    public static readonly MetricDefinition Loss =
        new("moe_loss_per_token", "nats per label token", "Loss of the last step.");

    public static readonly MetricDefinition TaskLoss =
        new("moe_task_loss_per_token", "nats per label token", "Loss of a task in the last step that held rows of it.", "task");

    public static readonly MetricDefinition TaskTokens =
        new("moe_task_tokens_total", "label tokens", "Label tokens of a task that were trained on.", "task");

    public static readonly MetricDefinition TaskScore =
        new("moe_task_score", "the task's metric", "Score of a task in the last evaluation.", "task", "rows");

    public static readonly MetricDefinition GradientNorm =
        new("moe_gradient_norm", "none", "Norm of the last step's gradient over all parameters, before clipping.");

    public static readonly MetricDefinition Clip =
        new("moe_clip_ratio", "none", "Factor that clipping applied to the last step's gradient.");

    public static readonly MetricDefinition Rate =
        new("moe_learning_rate", "none", "Learning rate of the experts.");

    public static readonly MetricDefinition Temperature =
        new("moe_selection_temperature", "none", "Temperature of the expert selection.");

    public static readonly MetricDefinition MicroBatches =
        new("moe_micro_batches_total", "micro-batches", "Micro-batches of steps that ended.");

    public static readonly MetricDefinition Retried =
        new("moe_micro_batches_retried_total", "micro-batches", "Micro-batches that were computed again after a failure.");

    public static readonly MetricDefinition ExpertsUsed =
        new("moe_step_experts", "experts", "Experts that took part in the last step.");

    public static readonly MetricDefinition Events =
        new("moe_events_total", "events", "Events of the ledger that are neither steps nor evaluations.", "kind");

    public static readonly MetricDefinition LastStepTime =
        new("moe_last_step_timestamp_seconds", "seconds since 1970", "When the last step ended.");

    public static readonly MetricDefinition Run =
        new("moe_run_info", "none", "Always 1; its label is the run's hash.", "hash");

    public static readonly MetricDefinition TransferBytes = new(
        "moe_data_plane_bytes_total", "bytes", "Bytes exchanged with a node's data plane, frames' headers included.", "peer", "direction");

    public static readonly MetricDefinition Transfers = new(
        "moe_data_plane_transfers_total", "blocks", "Blocks fetched from a node or stored there, whole.", "peer", "kind");

    public static readonly MetricDefinition TransferRetries =
        new("moe_data_plane_retries_total", "transfers", "Transfers begun again on a new connection.", "peer");

    public static readonly MetricDefinition TransferErrors =
        new("moe_data_plane_errors_total", "connections", "Connections that ended without a farewell, and refusals.", "peer");

    public static readonly MetricDefinition TransferStalls =
        new("moe_data_plane_stalls_total", "waits", "How often a transfer to a node had to wait for its credit.", "peer");

    public static readonly MetricDefinition PublishedBlocks =
        new("moe_data_plane_published_blocks", "blocks", "Blocks that this node has given out and nobody has released.");

    public static readonly MetricDefinition KeptBytes =
        new("moe_data_plane_kept_bytes", "bytes", "Bytes that this node keeps for others under names.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Step, StepsPlanned, Steps, StepSeconds, Tokens, TokensPerSecond, Loss, TaskLoss, TaskTokens, TaskScore, GradientNorm,
        Clip, Rate, Temperature, MicroBatches, Retried, ExpertsUsed, Events, LastStepTime, Run,
        TransferBytes, Transfers, TransferRetries, TransferErrors, TransferStalls, PublishedBlocks, KeptBytes,
    ];
}
