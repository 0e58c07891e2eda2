using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.Coordination;

namespace Akka.Cluster.Sharding;

/// <summary>Where the original keeps the homes of shards. Here the coordinator learns them from the regions.</summary>
public enum StateStoreMode
{
    /// <summary>In a journal.</summary>
    Persistence,

    /// <summary>In replicated data.</summary>
    DData,

    /// <summary>Elsewhere.</summary>
    Custom,
}

/// <summary>Where the original keeps the names of remembered entities.</summary>
public enum RememberEntitiesStore
{
    /// <summary>In replicated data.</summary>
    DData,

    /// <summary>In a journal.</summary>
    Eventsourced,

    /// <summary>Elsewhere.</summary>
    Custom,
}

/// <summary>How one type of entities is sharded.</summary>
public sealed class ClusterShardingSettings : INoSerializationVerificationNeeded
{
    /// <summary>The role of the nodes that have entities; null for all.</summary>
    public readonly string Role;

    /// <summary>Whether entities are started again without a message; not part of this library.</summary>
    public readonly bool RememberEntities;

    /// <summary>Not part of this library.</summary>
    public readonly string JournalPluginId;

    /// <summary>Not part of this library.</summary>
    public readonly string SnapshotPluginId;

    /// <summary>After how long without messages an entity ends; zero for never.</summary>
    public readonly TimeSpan PassivateIdleEntityAfter;

    /// <summary>No effect in this library.</summary>
    public readonly StateStoreMode StateStoreMode;

    /// <summary>No effect in this library.</summary>
    public readonly RememberEntitiesStore RememberEntitiesStore;

    /// <summary>How long a region waits for its shards when it is asked about them.</summary>
    public readonly TimeSpan ShardRegionQueryTimeout;

    /// <summary>The finer settings.</summary>
    public readonly TuningParameters TuningParameters;

    /// <summary>How the coordinator is kept.</summary>
    public readonly ClusterSingletonManagerSettings CoordinatorSingletonSettings;

    /// <summary>Leases are not part of this library.</summary>
    public readonly LeaseUsageSettings LeaseSettings;

    /// <summary>Creates the settings.</summary>
    public ClusterShardingSettings(
        string role, bool rememberEntities, string journalPluginId, string snapshotPluginId,
        TimeSpan passivateIdleEntityAfter, StateStoreMode stateStoreMode, TuningParameters tuningParameters,
        ClusterSingletonManagerSettings coordinatorSingletonSettings)
        : this(
            role, rememberEntities, journalPluginId, snapshotPluginId, passivateIdleEntityAfter, stateStoreMode,
            tuningParameters, coordinatorSingletonSettings, null)
    { }

    /// <summary>Creates the settings.</summary>
    public ClusterShardingSettings(
        string role, bool rememberEntities, string journalPluginId, string snapshotPluginId,
        TimeSpan passivateIdleEntityAfter, StateStoreMode stateStoreMode, TuningParameters tuningParameters,
        ClusterSingletonManagerSettings coordinatorSingletonSettings, LeaseUsageSettings leaseSettings)
        : this(
            role, rememberEntities, journalPluginId, snapshotPluginId, passivateIdleEntityAfter, stateStoreMode,
            RememberEntitiesStore.DData, TimeSpan.FromSeconds(3), tuningParameters, coordinatorSingletonSettings,
            leaseSettings)
    { }

    /// <summary>Creates the settings.</summary>
    public ClusterShardingSettings(
        string role, bool rememberEntities, string journalPluginId, string snapshotPluginId,
        TimeSpan passivateIdleEntityAfter, StateStoreMode stateStoreMode, RememberEntitiesStore rememberEntitiesStore,
        TimeSpan shardRegionQueryTimeout, TuningParameters tuningParameters,
        ClusterSingletonManagerSettings coordinatorSingletonSettings, LeaseUsageSettings leaseSettings)
    {
        Role = role;
        RememberEntities = rememberEntities;
        JournalPluginId = journalPluginId;
        SnapshotPluginId = snapshotPluginId;
        PassivateIdleEntityAfter = passivateIdleEntityAfter;
        StateStoreMode = stateStoreMode;
        RememberEntitiesStore = rememberEntitiesStore;
        ShardRegionQueryTimeout = shardRegionQueryTimeout;
        TuningParameters = tuningParameters;
        CoordinatorSingletonSettings = coordinatorSingletonSettings;
        LeaseSettings = leaseSettings;
    }

    internal bool PassivatesIdleEntities => PassivateIdleEntityAfter > TimeSpan.Zero && !RememberEntities;

    /// <summary>The settings of a system.</summary>
    public static ClusterShardingSettings Create(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterSharding.DefaultConfig());
        system.Settings.InjectTopLevelFallback(ClusterSingletonManager.DefaultConfig());
        var section = system.Settings.Config.GetConfig("akka.cluster.sharding");
        return Create(section, system.Settings.Config.GetConfig(section.GetString("coordinator-singleton")));
    }

    /// <summary>The settings of sections.</summary>
    public static ClusterShardingSettings Create(Config config, Config singletonConfig)
    {
        if (config.IsNullOrEmpty())
            throw ConfigurationException.NullOrEmptyConfig<ClusterShardingSettings>();
        var never = config.GetString("passivate-idle-entity-after").ToLowerInvariant() is "off" or "false" or "no";
        return new ClusterShardingSettings(
            SingletonSettingsText.Role(config.GetString("role")),
            config.GetBoolean("remember-entities"),
            config.GetString("journal-plugin-id"),
            config.GetString("snapshot-plugin-id"),
            never ? TimeSpan.Zero : config.GetTimeSpan("passivate-idle-entity-after"),
            Enum.Parse<StateStoreMode>(config.GetString("state-store-mode"), ignoreCase: true),
            Enum.Parse<RememberEntitiesStore>(config.GetString("remember-entities-store"), ignoreCase: true),
            config.GetTimeSpan("shard-region-query-timeout"),
            new TuningParameters(config),
            ClusterSingletonManagerSettings.Create(singletonConfig),
            null);
    }

    /// <summary>With another role; null leaves the role as it is, as in the original.</summary>
    public ClusterShardingSettings WithRole(string role) => Copy(role: role);

    /// <summary>With or without remembered entities.</summary>
    public ClusterShardingSettings WithRememberEntities(bool rememberEntities) =>
        Copy(rememberEntities: rememberEntities);

    /// <summary>With another time after which idle entities end.</summary>
    public ClusterShardingSettings WithPassivateIdleAfter(TimeSpan duration) => Copy(passivateIdleAfter: duration);

    /// <summary>With another store.</summary>
    public ClusterShardingSettings WithStateStoreMode(StateStoreMode mode) => Copy(mode: mode);

    /// <summary>With other finer settings.</summary>
    public ClusterShardingSettings WithTuningParameters(TuningParameters tuningParameters) =>
        Copy(tuning: tuningParameters);

    /// <summary>With other settings of the coordinator.</summary>
    public ClusterShardingSettings WithCoordinatorSingletonSettings(
        ClusterSingletonManagerSettings coordinatorSingletonSettings) =>
        Copy(coordinator: coordinatorSingletonSettings);

    /// <summary>With a journal, which this library does not have.</summary>
    public ClusterShardingSettings WithJournalPluginId(string journalPluginId) => Copy(journal: journalPluginId);

    /// <summary>With snapshots, which this library does not have.</summary>
    public ClusterShardingSettings WithSnapshotPluginId(string snapshotPluginId) => Copy(snapshots: snapshotPluginId);

    /// <summary>With a lease, which this library does not have.</summary>
    public ClusterShardingSettings WithLeaseSettings(LeaseUsageSettings leaseSettings) => Copy(lease: leaseSettings);

    /// <summary>Whether a node may have entities.</summary>
    internal bool ShouldHostShard(Cluster cluster) => string.IsNullOrEmpty(Role) || cluster.SelfRoles.Contains(Role);

    private ClusterShardingSettings Copy(
        string role = null, bool? rememberEntities = null,
        TimeSpan? passivateIdleAfter = null, StateStoreMode? mode = null, TuningParameters tuning = null,
        ClusterSingletonManagerSettings coordinator = null,
        string journal = null, string snapshots = null, LeaseUsageSettings lease = null) => new(
        role ?? Role, rememberEntities ?? RememberEntities, journal ?? JournalPluginId,
        snapshots ?? SnapshotPluginId, passivateIdleAfter ?? PassivateIdleEntityAfter, mode ?? StateStoreMode,
        RememberEntitiesStore, ShardRegionQueryTimeout, tuning ?? TuningParameters,
        coordinator ?? CoordinatorSingletonSettings, lease ?? LeaseSettings);
}
