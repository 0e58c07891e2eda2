using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Internal;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>What configuration says about the cluster.</summary>
public sealed class ClusterSettings
{
    /// <summary>Reads the configuration.</summary>
    public ClusterSettings(Config config, string systemName)
    {
        var section = config.GetConfig("akka.cluster");
        if (section?.GetConfig("failure-detector") is null)
            throw new ConfigurationException(
                "Failed to instantiate ClusterSettings: Configuration does not contain `akka.cluster` node. Did you " +
                "forget to set the 'akka.actor.provider' HOCON property to 'cluster'?");
        SeedNodes = [.. section.GetStringList("seed-nodes").Select(Address.Parse)];
        SeedNodeTimeout = section.GetTimeSpan("seed-node-timeout");
        RetryUnsuccessfulJoinAfter = Optional(section, "retry-unsuccessful-join-after");
        ShutdownAfterUnsuccessfulJoinSeedNodes = Optional(section, "shutdown-after-unsuccessful-join-seed-nodes");
        Roles = [.. section.GetStringList("roles")];
        AppVersion = AppVersion.Create(section.GetString("app-version"));
        MinNrOfMembers = section.GetInt("min-nr-of-members");
        MinNrOfMembersOfRole = section.GetConfig("role").AsEnumerable().ToImmutableDictionary(
            role => role.Key, role => role.Value.GetObject().GetKey("min-nr-of-members").GetInt());
        RunCoordinatedShutdownWhenDown = section.GetBoolean("run-coordinated-shutdown-when-down");
        LogInfoVerbose = section.GetBoolean("log-info-verbose");
        LogInfo = LogInfoVerbose || section.GetBoolean("log-info");
        LeaderActionsInterval = section.GetTimeSpan("leader-actions-interval");
        GossipInterval = section.GetTimeSpan("gossip-interval");
        UnreachableNodesReaperInterval = section.GetTimeSpan("unreachable-nodes-reaper-interval");
        FailureDetectorConfig = section.GetConfig("failure-detector");
        HeartbeatInterval = FailureDetectorConfig.GetTimeSpan("heartbeat-interval");
        QuarantineRemovedNodeAfter = section.GetTimeSpan("quarantine-removed-node-after");
        AllowWeaklyUpMembers = Optional(section, "allow-weakly-up-members");
        SplitBrain = Downing(section);
        DownRemovalMargin = Optional(section, "down-removal-margin") ?? SplitBrain?.StableAfter ?? TimeSpan.Zero;
        var dispatcher = section.GetString("use-dispatcher");
        UseDispatcher = string.IsNullOrEmpty(dispatcher) ? Dispatch.Dispatchers.InternalDispatcherId : dispatcher;
    }

    /// <summary>Who to ask for the way in.</summary>
    public ImmutableList<Address> SeedNodes { get; }

    /// <summary>How long the first seed node waits for an answer of the others.</summary>
    public TimeSpan SeedNodeTimeout { get; }

    /// <summary>After how long to ask again; null for never.</summary>
    public TimeSpan? RetryUnsuccessfulJoinAfter { get; }

    /// <summary>After how long without a way in to end; null for never.</summary>
    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; }

    /// <summary>What this node is for.</summary>
    public ImmutableHashSet<string> Roles { get; }

    /// <summary>The version of the application.</summary>
    public AppVersion AppVersion { get; }

    /// <summary>How many members there have to be before any is up.</summary>
    public int MinNrOfMembers { get; }

    /// <summary>The same for each role.</summary>
    public ImmutableDictionary<string, int> MinNrOfMembersOfRole { get; }

    /// <summary>Whether the system ends when this node is put out.</summary>
    public bool RunCoordinatedShutdownWhenDown { get; }

    /// <summary>Whether membership is logged.</summary>
    public bool LogInfo { get; }

    /// <summary>Whether more is logged.</summary>
    public bool LogInfoVerbose { get; }

    /// <summary>How often the leader acts.</summary>
    public TimeSpan LeaderActionsInterval { get; }

    /// <summary>How often views are exchanged.</summary>
    public TimeSpan GossipInterval { get; }

    /// <summary>How often nodes that cannot be reached are looked for.</summary>
    public TimeSpan UnreachableNodesReaperInterval { get; }

    /// <summary>The section of the failure detector.</summary>
    public Config FailureDetectorConfig { get; }

    /// <summary>How often members tell that they live.</summary>
    public TimeSpan HeartbeatInterval { get; }

    /// <summary>The dispatcher of the cluster's own actors.</summary>
    public string UseDispatcher { get; }

    /// <summary>How long a node that left may still send.</summary>
    internal TimeSpan QuarantineRemovedNodeAfter { get; }

    /// <summary>How long views may differ before nodes on their way in may work; null for ever.</summary>
    internal TimeSpan? AllowWeaklyUpMembers { get; }

    /// <summary>Who decides which side of a parted cluster stays; null when nobody does.</summary>
    internal SplitBrain SplitBrain { get; }

    /// <summary>How long after a member was put out its work is taken over; as long as the split-brain resolver waits
    /// if configuration says off.</summary>
    internal TimeSpan DownRemovalMargin { get; }

    private static SplitBrain Downing(Config section)
    {
        var provider = section.GetString("downing-provider-class");
        if (string.IsNullOrEmpty(provider))
            return null;
        if (!provider.StartsWith("Akka.Cluster.SBR.SplitBrainResolverProvider", StringComparison.Ordinal))
            throw new ConfigurationException(
                $"akka.cluster.downing-provider-class is '{provider}', expected \"\" or " +
                "\"Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster\", the only one of this stand-in.");
        return new SplitBrain(section.GetConfig("split-brain-resolver"));
    }

    private static TimeSpan? Optional(Config section, string path) =>
        section.GetString(path)?.ToLowerInvariant() is null or "" or "off" or "false" or "no"
            ? null
            : section.GetTimeSpan(path);
}
