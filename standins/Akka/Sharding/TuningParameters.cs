using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>The finer settings of sharding. Those of state stores and of remembered entities have no effect in this
/// library.</summary>
public class TuningParameters
{
    /// <summary>How long before a failed coordinator is started again.</summary>
    public readonly TimeSpan CoordinatorFailureBackoff;

    /// <summary>How often a region asks again.</summary>
    public readonly TimeSpan RetryInterval;

    /// <summary>How many messages a region keeps for shards without a home.</summary>
    public readonly int BufferSize;

    /// <summary>How long the entities of a shard have to end in a hand-over.</summary>
    public readonly TimeSpan HandOffTimeout;

    /// <summary>How long a region has to start a shard.</summary>
    public readonly TimeSpan ShardStartTimeout;

    /// <summary>How long before a failed shard is started again.</summary>
    public readonly TimeSpan ShardFailureBackoff;

    /// <summary>How long before a remembered entity is started again.</summary>
    public readonly TimeSpan EntityRestartBackoff;

    /// <summary>How often the allocation strategy is asked for a better distribution.</summary>
    public readonly TimeSpan RebalanceInterval;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly int SnapshotAfter;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly int KeepNrOfBatches;

    /// <summary>By how many shards regions have to differ, in the older strategy.</summary>
    public readonly int LeastShardAllocationRebalanceThreshold;

    /// <summary>How many shards move at once, in the older strategy.</summary>
    public readonly int LeastShardAllocationMaxSimultaneousRebalance;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly TimeSpan WaitingForStateTimeout;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly TimeSpan UpdatingStateTimeout;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly string EntityRecoveryStrategy;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly TimeSpan EntityRecoveryConstantRateStrategyFrequency;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly int EntityRecoveryConstantRateStrategyNumberOfEntities;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly int CoordinatorStateWriteMajorityPlus;

    /// <summary>Of state stores or remembered entities; no effect here.</summary>
    public readonly int CoordinatorStateReadMajorityPlus;

    /// <summary>How many shards move at once; zero chooses the older strategy.</summary>
    public readonly int LeastShardAllocationAbsoluteLimit;

    /// <summary>Which part of the shards moves at once.</summary>
    public readonly double LeastShardAllocationRelativeLimit;

    /// <summary>Creates the settings.</summary>
    public TuningParameters(
        TimeSpan coordinatorFailureBackoff, TimeSpan retryInterval, int bufferSize, TimeSpan handOffTimeout,
        TimeSpan shardStartTimeout, TimeSpan shardFailureBackoff, TimeSpan entityRestartBackoff,
        TimeSpan rebalanceInterval, int snapshotAfter, int keepNrOfBatches,
        int leastShardAllocationRebalanceThreshold, int leastShardAllocationMaxSimultaneousRebalance,
        TimeSpan waitingForStateTimeout, TimeSpan updatingStateTimeout, string entityRecoveryStrategy,
        TimeSpan entityRecoveryConstantRateStrategyFrequency, int entityRecoveryConstantRateStrategyNumberOfEntities,
        int coordinatorStateWriteMajorityPlus, int coordinatorStateReadMajorityPlus,
        int leastShardAllocationAbsoluteLimit, double leastShardAllocationRelativeLimit)
    {
        CoordinatorFailureBackoff = coordinatorFailureBackoff;
        RetryInterval = retryInterval;
        BufferSize = bufferSize;
        HandOffTimeout = handOffTimeout;
        ShardStartTimeout = shardStartTimeout;
        ShardFailureBackoff = shardFailureBackoff;
        EntityRestartBackoff = entityRestartBackoff;
        RebalanceInterval = rebalanceInterval;
        SnapshotAfter = snapshotAfter;
        KeepNrOfBatches = keepNrOfBatches;
        LeastShardAllocationRebalanceThreshold = leastShardAllocationRebalanceThreshold;
        LeastShardAllocationMaxSimultaneousRebalance = leastShardAllocationMaxSimultaneousRebalance;
        WaitingForStateTimeout = waitingForStateTimeout;
        UpdatingStateTimeout = updatingStateTimeout;
        EntityRecoveryStrategy = entityRecoveryStrategy;
        EntityRecoveryConstantRateStrategyFrequency = entityRecoveryConstantRateStrategyFrequency;
        EntityRecoveryConstantRateStrategyNumberOfEntities = entityRecoveryConstantRateStrategyNumberOfEntities;
        CoordinatorStateWriteMajorityPlus = coordinatorStateWriteMajorityPlus;
        CoordinatorStateReadMajorityPlus = coordinatorStateReadMajorityPlus;
        LeastShardAllocationAbsoluteLimit = leastShardAllocationAbsoluteLimit;
        LeastShardAllocationRelativeLimit = leastShardAllocationRelativeLimit;
    }

    internal TuningParameters(Config config)
    {
        CoordinatorFailureBackoff = config.GetTimeSpan("coordinator-failure-backoff");
        RetryInterval = config.GetTimeSpan("retry-interval");
        BufferSize = config.GetInt("buffer-size");
        HandOffTimeout = config.GetTimeSpan("handoff-timeout");
        ShardStartTimeout = config.GetTimeSpan("shard-start-timeout");
        ShardFailureBackoff = config.GetTimeSpan("shard-failure-backoff");
        EntityRestartBackoff = config.GetTimeSpan("entity-restart-backoff");
        RebalanceInterval = config.GetTimeSpan("rebalance-interval");
        SnapshotAfter = config.GetInt("snapshot-after");
        KeepNrOfBatches = config.GetInt("keep-nr-of-batches");
        LeastShardAllocationRebalanceThreshold = config.GetInt("least-shard-allocation-strategy.rebalance-threshold");
        LeastShardAllocationMaxSimultaneousRebalance =
            config.GetInt("least-shard-allocation-strategy.max-simultaneous-rebalance");
        WaitingForStateTimeout = config.GetTimeSpan("waiting-for-state-timeout");
        UpdatingStateTimeout = config.GetTimeSpan("updating-state-timeout");
        EntityRecoveryStrategy = config.GetString("entity-recovery-strategy");
        EntityRecoveryConstantRateStrategyFrequency =
            config.GetTimeSpan("entity-recovery-constant-rate-strategy.frequency");
        EntityRecoveryConstantRateStrategyNumberOfEntities =
            config.GetInt("entity-recovery-constant-rate-strategy.number-of-entities");
        CoordinatorStateWriteMajorityPlus = config.GetString("coordinator-state.write-majority-plus") == "all"
            ? int.MaxValue
            : config.GetInt("coordinator-state.write-majority-plus");
        CoordinatorStateReadMajorityPlus = config.GetString("coordinator-state.read-majority-plus") == "all"
            ? int.MaxValue
            : config.GetInt("coordinator-state.read-majority-plus");
        LeastShardAllocationAbsoluteLimit = config.GetInt("least-shard-allocation-strategy.rebalance-absolute-limit");
        LeastShardAllocationRelativeLimit =
            config.GetDouble("least-shard-allocation-strategy.rebalance-relative-limit");
    }

    /// <summary>With another value of <see cref="CoordinatorFailureBackoff"/>.</summary>
    public TuningParameters WithCoordinatorFailureBackoff(TimeSpan coordinatorFailureBackoff) =>
        new(this, nameof(CoordinatorFailureBackoff), coordinatorFailureBackoff);

    /// <summary>With another value of <see cref="RetryInterval"/>.</summary>
    public TuningParameters WithRetryInterval(TimeSpan retryInterval) =>
        new(this, nameof(RetryInterval), retryInterval);

    /// <summary>With another value of <see cref="BufferSize"/>.</summary>
    public TuningParameters WithBufferSize(int bufferSize) =>
        new(this, nameof(BufferSize), bufferSize);

    /// <summary>With another value of <see cref="HandOffTimeout"/>.</summary>
    public TuningParameters WithHandOffTimeout(TimeSpan handOffTimeout) =>
        new(this, nameof(HandOffTimeout), handOffTimeout);

    /// <summary>With another value of <see cref="ShardStartTimeout"/>.</summary>
    public TuningParameters WithShardStartTimeout(TimeSpan shardStartTimeout) =>
        new(this, nameof(ShardStartTimeout), shardStartTimeout);

    /// <summary>With another value of <see cref="ShardFailureBackoff"/>.</summary>
    public TuningParameters WithShardFailureBackoff(TimeSpan shardFailureBackoff) =>
        new(this, nameof(ShardFailureBackoff), shardFailureBackoff);

    /// <summary>With another value of <see cref="EntityRestartBackoff"/>.</summary>
    public TuningParameters WithEntityRestartBackoff(TimeSpan entityRestartBackoff) =>
        new(this, nameof(EntityRestartBackoff), entityRestartBackoff);

    /// <summary>With another value of <see cref="RebalanceInterval"/>.</summary>
    public TuningParameters WithRebalanceInterval(TimeSpan rebalanceInterval) =>
        new(this, nameof(RebalanceInterval), rebalanceInterval);

    /// <summary>With another value of <see cref="SnapshotAfter"/>.</summary>
    public TuningParameters WithSnapshotAfter(int snapshotAfter) =>
        new(this, nameof(SnapshotAfter), snapshotAfter);

    /// <summary>With another value of <see cref="KeepNrOfBatches"/>.</summary>
    public TuningParameters WithKeepNrOfBatches(int keepNrOfBatches) =>
        new(this, nameof(KeepNrOfBatches), keepNrOfBatches);

    /// <summary>With another value of <see cref="LeastShardAllocationRebalanceThreshold"/>.</summary>
    public TuningParameters WithLeastShardAllocationRebalanceThreshold(int leastShardAllocationRebalanceThreshold) =>
        new(this, nameof(LeastShardAllocationRebalanceThreshold), leastShardAllocationRebalanceThreshold);

    /// <summary>With another value of <see cref="LeastShardAllocationMaxSimultaneousRebalance"/>.</summary>
    public TuningParameters WithLeastShardAllocationMaxSimultaneousRebalance(
        int leastShardAllocationMaxSimultaneousRebalance) =>
        new(this, nameof(LeastShardAllocationMaxSimultaneousRebalance), leastShardAllocationMaxSimultaneousRebalance);

    /// <summary>With another value of <see cref="WaitingForStateTimeout"/>.</summary>
    public TuningParameters WithWaitingForStateTimeout(TimeSpan waitingForStateTimeout) =>
        new(this, nameof(WaitingForStateTimeout), waitingForStateTimeout);

    /// <summary>With another value of <see cref="UpdatingStateTimeout"/>.</summary>
    public TuningParameters WithUpdatingStateTimeout(TimeSpan updatingStateTimeout) =>
        new(this, nameof(UpdatingStateTimeout), updatingStateTimeout);

    /// <summary>With another value of <see cref="EntityRecoveryStrategy"/>.</summary>
    public TuningParameters WithEntityRecoveryStrategy(string entityRecoveryStrategy) =>
        new(this, nameof(EntityRecoveryStrategy), entityRecoveryStrategy);

    /// <summary>With another value of <see cref="EntityRecoveryConstantRateStrategyFrequency"/>.</summary>
    public TuningParameters WithEntityRecoveryConstantRateStrategyFrequency(
        TimeSpan entityRecoveryConstantRateStrategyFrequency) =>
        new(this, nameof(EntityRecoveryConstantRateStrategyFrequency), entityRecoveryConstantRateStrategyFrequency);

    /// <summary>With another value of <see cref="EntityRecoveryConstantRateStrategyNumberOfEntities"/>.</summary>
    public TuningParameters WithEntityRecoveryConstantRateStrategyNumberOfEntities(
        int entityRecoveryConstantRateStrategyNumberOfEntities) =>
        new(
            this, nameof(EntityRecoveryConstantRateStrategyNumberOfEntities),
            entityRecoveryConstantRateStrategyNumberOfEntities);

    /// <summary>With another value of <see cref="CoordinatorStateWriteMajorityPlus"/>.</summary>
    public TuningParameters WithCoordinatorStateWriteMajorityPlus(int coordinatorStateWriteMajorityPlus) =>
        new(this, nameof(CoordinatorStateWriteMajorityPlus), coordinatorStateWriteMajorityPlus);

    /// <summary>With another value of <see cref="CoordinatorStateReadMajorityPlus"/>.</summary>
    public TuningParameters WithCoordinatorStateReadMajorityPlus(int coordinatorStateReadMajorityPlus) =>
        new(this, nameof(CoordinatorStateReadMajorityPlus), coordinatorStateReadMajorityPlus);

    /// <summary>With another value of <see cref="LeastShardAllocationAbsoluteLimit"/>.</summary>
    public TuningParameters WithLeastShardAllocationAbsoluteLimit(int leastShardAllocationAbsoluteLimit) =>
        new(this, nameof(LeastShardAllocationAbsoluteLimit), leastShardAllocationAbsoluteLimit);

    /// <summary>With another value of <see cref="LeastShardAllocationRelativeLimit"/>.</summary>
    public TuningParameters WithLeastShardAllocationRelativeLimit(double leastShardAllocationRelativeLimit) =>
        new(this, nameof(LeastShardAllocationRelativeLimit), leastShardAllocationRelativeLimit);

    private TuningParameters(TuningParameters other, string changed, object value)
    {
        CoordinatorFailureBackoff = changed == nameof(CoordinatorFailureBackoff)
            ? (TimeSpan)value
            : other.CoordinatorFailureBackoff;
        RetryInterval = changed == nameof(RetryInterval) ? (TimeSpan)value : other.RetryInterval;
        BufferSize = changed == nameof(BufferSize) ? (int)value : other.BufferSize;
        HandOffTimeout = changed == nameof(HandOffTimeout) ? (TimeSpan)value : other.HandOffTimeout;
        ShardStartTimeout = changed == nameof(ShardStartTimeout) ? (TimeSpan)value : other.ShardStartTimeout;
        ShardFailureBackoff = changed == nameof(ShardFailureBackoff) ? (TimeSpan)value : other.ShardFailureBackoff;
        EntityRestartBackoff = changed == nameof(EntityRestartBackoff) ? (TimeSpan)value : other.EntityRestartBackoff;
        RebalanceInterval = changed == nameof(RebalanceInterval) ? (TimeSpan)value : other.RebalanceInterval;
        SnapshotAfter = changed == nameof(SnapshotAfter) ? (int)value : other.SnapshotAfter;
        KeepNrOfBatches = changed == nameof(KeepNrOfBatches) ? (int)value : other.KeepNrOfBatches;
        LeastShardAllocationRebalanceThreshold = changed == nameof(LeastShardAllocationRebalanceThreshold)
            ? (int)value
            : other.LeastShardAllocationRebalanceThreshold;
        LeastShardAllocationMaxSimultaneousRebalance = changed == nameof(LeastShardAllocationMaxSimultaneousRebalance)
            ? (int)value
            : other.LeastShardAllocationMaxSimultaneousRebalance;
        WaitingForStateTimeout = changed == nameof(WaitingForStateTimeout)
            ? (TimeSpan)value
            : other.WaitingForStateTimeout;
        UpdatingStateTimeout = changed == nameof(UpdatingStateTimeout) ? (TimeSpan)value : other.UpdatingStateTimeout;
        EntityRecoveryStrategy = changed == nameof(EntityRecoveryStrategy)
            ? (string)value
            : other.EntityRecoveryStrategy;
        EntityRecoveryConstantRateStrategyFrequency = changed == nameof(EntityRecoveryConstantRateStrategyFrequency)
            ? (TimeSpan)value
            : other.EntityRecoveryConstantRateStrategyFrequency;
        EntityRecoveryConstantRateStrategyNumberOfEntities =
            changed == nameof(EntityRecoveryConstantRateStrategyNumberOfEntities)
            ? (int)value
            : other.EntityRecoveryConstantRateStrategyNumberOfEntities;
        CoordinatorStateWriteMajorityPlus = changed == nameof(CoordinatorStateWriteMajorityPlus)
            ? (int)value
            : other.CoordinatorStateWriteMajorityPlus;
        CoordinatorStateReadMajorityPlus = changed == nameof(CoordinatorStateReadMajorityPlus)
            ? (int)value
            : other.CoordinatorStateReadMajorityPlus;
        LeastShardAllocationAbsoluteLimit = changed == nameof(LeastShardAllocationAbsoluteLimit)
            ? (int)value
            : other.LeastShardAllocationAbsoluteLimit;
        LeastShardAllocationRelativeLimit = changed == nameof(LeastShardAllocationRelativeLimit)
            ? (double)value
            : other.LeastShardAllocationRelativeLimit;
    }
}
