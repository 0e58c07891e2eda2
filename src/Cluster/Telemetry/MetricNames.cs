namespace Moe.Cluster.Telemetry;

/// <summary>
/// Every metric: the only place where names, units, labels and help texts are written. docs/metrics.md is made from it.
/// </summary>
internal static class MetricNames
{
    // Steps take milliseconds to minutes, going on after a loss takes seconds to minutes.
    private static readonly double[] StepBuckets = [.. Enumerable.Range(0, 14).Select(i => 0.01 * (1 << i))];
    private static readonly double[] RecoveryBuckets = [1, 2, 5, 10, 15, 20, 30, 45, 60, 120, 300, 600];

    public static readonly MetricDefinition Step =
        OfRun("moe_step", "steps", "Steps done since the start of the run.");

    public static readonly MetricDefinition StepsPlanned =
        OfRun("moe_planned_steps", "steps", "Steps of the whole run.");

    public static readonly MetricDefinition Steps =
        OfRun("moe_steps_total", "steps", "Steps done by this process, by how they ended.", "outcome");

    public static readonly MetricDefinition StepSeconds =
        OfRun("moe_step_seconds", "seconds", "Time of a step from the end of the one before.") with { Buckets = StepBuckets };

    public static readonly MetricDefinition LastStepTime =
        OfRun("moe_last_step_timestamp_seconds", "seconds since 1970", "When the last step ended.");

    public static readonly MetricDefinition Stage =
        OfRun("moe_stage_info", "none", "Always 1; its labels are the stage of the last step.", "stage", "selection");

    public static readonly MetricDefinition Tokens =
        OfRun("moe_tokens_total", "tokens", "Source and target positions that held a token.");

    public static readonly MetricDefinition TokensPerSecond =
        OfRun("moe_tokens_per_second", "tokens per second", "Speed of the last step.");

    public static readonly MetricDefinition Loss =
        OfRun("moe_loss_per_token", "nats per label token", "Loss of the last step.");

    public static readonly MetricDefinition GradientNorm =
        OfRun("moe_gradient_norm", "none", "Norm of the last step's gradient over all parameters, before clipping.");

    public static readonly MetricDefinition Clip =
        OfRun("moe_clip_ratio", "none", "Factor that clipping applied to the last step's gradient.");

    public static readonly MetricDefinition Rate =
        OfRun("moe_learning_rate", "none", "Learning rate of the experts.");

    public static readonly MetricDefinition Temperature =
        OfRun("moe_selection_temperature", "none", "Temperature of the expert selection.");

    public static readonly MetricDefinition MicroBatches =
        OfRun("moe_micro_batches_total", "micro-batches", "Micro-batches of steps that ended.");

    public static readonly MetricDefinition Retried =
        OfRun("moe_micro_batches_retried_total", "micro-batches", "Micro-batches that were computed again after a failure.");

    public static readonly MetricDefinition TaskLoss = OfRun(
        "moe_task_loss_per_token", "nats per label token", "Loss of a task in the last step that held rows of it.", "task");

    public static readonly MetricDefinition TaskTokens =
        OfRun("moe_task_tokens_total", "label tokens", "Label tokens of a task that were trained on.", "task");

    public static readonly MetricDefinition TaskRows =
        OfRun("moe_task_rows_total", "rows", "Rows of a task that were trained on.", "task");

    public static readonly MetricDefinition TaskScore =
        OfRun("moe_task_score", "the task's metric", "Score of a task in the last evaluation.", "task", "rows");

    public static readonly MetricDefinition TaskEntropy = OfRun(
        "moe_task_route_entropy", "0 to 1", "How undecided a task's route was at the last checkpoint, mean over layers: 0 one expert, "
        + "1 all alike.", "task");

    public static readonly MetricDefinition TaskQuarantines =
        OfRun("moe_task_quarantines_total", "times", "How often a task's loss was not a number and it was left out for a while.", "task");

    public static readonly MetricDefinition ExpertsUsed =
        OfRun("moe_step_experts", "experts", "Experts that took part in the last step.");

    public static readonly MetricDefinition ExpertMicroBatches =
        OfRun("moe_expert_micro_batches_total", "micro-batches", "Micro-batches that an expert took part in: its load.", "expert", "layer");

    public static readonly MetricDefinition ExpertUpdates =
        OfRun("moe_expert_updates_total", "steps", "Steps that changed an expert's weights.", "expert", "layer");

    public static readonly MetricDefinition ExpertVersion =
        OfRun("moe_expert_version", "steps", "Steps that an expert has seen, updated or not.", "expert", "layer");

    public static readonly MetricDefinition ExpertOn = OfRun(
        "moe_expert_on", "0 or 1", "1 for an expert that routes may lead through, 0 for one whose slot is off.", "expert", "layer");

    public static readonly MetricDefinition ExpertReplicas =
        OfRun("moe_expert_replicas", "replicas", "Replicas of an expert that took part in the last step.", "expert", "layer");

    public static readonly MetricDefinition ExpertReplicasPlanned =
        OfRun("moe_expert_planned_replicas", "replicas", "Replicas that the run's settings give an expert.", "expert", "layer");

    public static readonly MetricDefinition ExpertPlace =
        OfRun("moe_expert_place_info", "none", "Always 1; its labels say at which node an expert or replica lives.", "expert", "node");

    public static readonly MetricDefinition Nodes =
        OfRun("moe_nodes", "nodes", "Nodes that took part in the last step.");

    public static readonly MetricDefinition NodesMissing =
        OfRun("moe_nodes_missing", "nodes", "Nodes that were lost and have neither come back nor been replaced.");

    public static readonly MetricDefinition Epoch =
        OfRun("moe_epoch", "epochs", "The run's epoch: one more with each time it went on after a loss or a move.");

    public static readonly MetricDefinition Phase =
        OfRun("moe_phase", "0 or 1", "1 for what the run is doing, 0 for all else it could.", "phase");

    public static readonly MetricDefinition PhaseSeconds =
        OfRun("moe_phase_seconds_total", "seconds", "Time the run spent in a phase, as this coordinator saw it.", "phase");

    public static readonly MetricDefinition StepsLost =
        OfRun("moe_steps_lost_total", "steps", "Steps that had been done and had to be computed again.");

    public static readonly MetricDefinition RecoverySeconds = OfRun(
        "moe_recovery_seconds", "seconds", "From the last step before a loss, or from taking office after one, to the end of the first "
        + "step after it.") with
    { Buckets = RecoveryBuckets };

    public static readonly MetricDefinition CheckpointTime = OfRun("moe_last_checkpoint_timestamp_seconds", "seconds since 1970",
        "When the last checkpoint was whole; before the first, when this coordinator took office.");

    public static readonly MetricDefinition CheckpointStep =
        OfRun("moe_last_checkpoint_step", "steps", "Steps seen by the last checkpoint of this coordinator.");

    public static readonly MetricDefinition SnapshotStep = OfRun(
        "moe_last_snapshot_step", "steps", "Steps seen by the newest state that is whole in the memory of nodes; -1: there is none.");

    public static readonly MetricDefinition Events =
        OfRun("moe_events_total", "events", "Events of the ledger that are neither steps nor evaluations.", "kind");

    public static readonly MetricDefinition RunHash =
        OfNode("moe_run_info", "none", "Always 1; its label is the run's hash.", "hash");

    public static readonly MetricDefinition NodeInfo =
        OfNode("moe_node_info", "none", "Always 1; its labels are the node's address in the cluster and its roles.", "node", "roles");

    public static readonly MetricDefinition Clock =
        OfNode("moe_clock_timestamp_seconds", "seconds since 1970", "The node's clock when the page was asked for.");

    public static readonly MetricDefinition DiskFree =
        OfNode("moe_run_disk_free_bytes", "bytes", "Free bytes of the disk that holds the run folder.");

    public static readonly MetricDefinition DiskSize =
        OfNode("moe_run_disk_size_bytes", "bytes", "Size of the disk that holds the run folder.");

    public static readonly MetricDefinition ExpertWorkSeconds =
        OfNode("moe_expert_work_seconds_total", "seconds", "Time a lane worked for an expert that lives here.", "expert", "work");

    public static readonly MetricDefinition ExpertWorkPieces =
        OfNode("moe_expert_work_total", "pieces", "Pieces of work done for an expert that lives here.", "expert", "work");

    public static readonly MetricDefinition ExpertWaitSeconds = OfNode(
        "moe_expert_wait_seconds_total", "seconds", "Time that an expert's pieces of work waited for a lane, added up.", "expert");

    public static readonly MetricDefinition ExpertQueueAge =
        OfNode("moe_expert_queue_age_seconds", "seconds", "How long an expert's oldest piece of work has waited for a lane.", "expert");

    public static readonly MetricDefinition ExpertBytes = OfNode("moe_expert_device_bytes", "bytes",
        "What an expert's weights, gradients and moments take on its device.", "expert", "device");

    public static readonly MetricDefinition TransferBytes = OfNode(
        "moe_data_plane_bytes_total", "bytes", "Bytes exchanged with a node's data plane, frames' headers included.", "peer", "direction");

    public static readonly MetricDefinition Transfers = OfNode(
        "moe_data_plane_transfers_total", "blocks", "Blocks fetched from a node or stored there, whole.", "peer", "way");

    public static readonly MetricDefinition TransferRetries =
        OfNode("moe_data_plane_retries_total", "transfers", "Transfers begun again on a new connection.", "peer");

    public static readonly MetricDefinition TransferErrors =
        OfNode("moe_data_plane_errors_total", "connections", "Connections that ended without a farewell, and refusals.", "peer");

    public static readonly MetricDefinition TransferStalls =
        OfNode("moe_data_plane_stalls_total", "waits", "How often a transfer to a node had to wait for its credit.", "peer");

    public static readonly MetricDefinition PublishedBlocks =
        OfNode("moe_data_plane_published_blocks", "blocks", "Blocks that this node has given out and nobody has released.");

    public static readonly MetricDefinition KeptBytes =
        OfNode("moe_data_plane_kept_bytes", "bytes", "Bytes that this node keeps for others under names.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Step, StepsPlanned, Steps, StepSeconds, LastStepTime, Stage, Tokens, TokensPerSecond, Loss, GradientNorm, Clip, Rate,
        Temperature, MicroBatches, Retried, TaskLoss, TaskTokens, TaskRows, TaskScore, TaskEntropy, TaskQuarantines, ExpertsUsed,
        ExpertMicroBatches, ExpertUpdates, ExpertVersion, ExpertOn, ExpertReplicas, ExpertReplicasPlanned, ExpertPlace,
        Nodes, NodesMissing, Epoch, Phase, PhaseSeconds, StepsLost, RecoverySeconds, CheckpointTime, CheckpointStep, SnapshotStep, Events,
        RunHash, NodeInfo, Clock, DiskFree, DiskSize, ExpertWorkSeconds, ExpertWorkPieces, ExpertWaitSeconds, ExpertQueueAge,
        ExpertBytes, TransferBytes, Transfers, TransferRetries, TransferErrors, TransferStalls, PublishedBlocks, KeptBytes,
    ];

    /// <summary>Every label.</summary>
    public static IReadOnlyList<MetricLabel> Labels { get; } =
    [
        new("outcome", "committed, voided", "2"),
        new("task", "names of tasks", "tasks of the run's split"),
        new("rows", "dev, test", "2"),
        new("expert", "names of experts, `encoder.3.1`, `vocabulary`",
            "experts of the model; of places and nodes, replicas, `encoder.3.1~1`"),
        new("layer", "`encoder.3`, `vocabulary`", "goes with expert: adds no series"),
        new("node", "addresses in the cluster", "1 an expert, 1 a process: an old place is removed when an expert moves"),
        new("roles", "what the node does, with commas", "1 a process"),
        new("stage", "names of stages", "1 at a time: an old stage is removed"),
        new("selection", "how the stage selects experts", "goes with stage"),
        new("phase", "what a run can be doing ([architecture.md](architecture.md))", "12"),
        new("kind", "kinds of ledger lines", "about 15, all in the source"),
        new("hash", "the run's hash", "1 a process"),
        new("work", "forward, backward, gradient, update", "4"),
        new("device", "cpu, cuda:0, ...", "goes with expert: adds no series"),
        new("peer", "addresses of data planes; `unknown` for who did not prove to belong to the run",
            "nodes met since the process began: a node that comes back has its old address unless its port is 0"),
        new("direction", "in, out", "2"),
        new("way", "fetched, stored", "2"),
    ];

    private static MetricDefinition OfRun(string name, string unit, string help, params string[] labels) =>
        new(MetricSource.Run, name, unit, help, labels);

    private static MetricDefinition OfNode(string name, string unit, string help, params string[] labels) =>
        new(MetricSource.Node, name, unit, help, labels);
}
