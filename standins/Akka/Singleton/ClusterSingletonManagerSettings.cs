using Akka.Actor;
using Akka.Configuration;
using Akka.Coordination;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>How a singleton is kept.</summary>
public sealed class ClusterSingletonManagerSettings : INoSerializationVerificationNeeded
{
    /// <summary>Creates the settings.</summary>
    public ClusterSingletonManagerSettings(
        string singletonName, string role, TimeSpan removalMargin, TimeSpan handOverRetryInterval,
        bool considerAppVersion)
        : this(singletonName, role, removalMargin, handOverRetryInterval, null, considerAppVersion) { }

    /// <summary>Creates the settings.</summary>
    public ClusterSingletonManagerSettings(
        string singletonName, string role, TimeSpan removalMargin, TimeSpan handOverRetryInterval,
        LeaseUsageSettings leaseSettings, bool considerAppVersion)
    {
        if (string.IsNullOrWhiteSpace(singletonName))
            throw new ArgumentNullException(nameof(singletonName));
        if (handOverRetryInterval <= TimeSpan.Zero)
            throw new ArgumentException(
                "ClusterSingletonManagerSettings.HandOverRetryInterval must be positive",
                nameof(handOverRetryInterval));
        SingletonName = singletonName;
        Role = role;
        RemovalMargin = removalMargin;
        HandOverRetryInterval = handOverRetryInterval;
        LeaseSettings = leaseSettings;
        ConsiderAppVersion = considerAppVersion;
    }

    /// <summary>The name of the singleton below its manager.</summary>
    public string SingletonName { get; }

    /// <summary>The role of the nodes that may have it; null for all.</summary>
    public string Role { get; }

    /// <summary>How long after a node was put out its singleton is started elsewhere.</summary>
    public TimeSpan RemovalMargin { get; }

    /// <summary>How often a hand-over is asked for.</summary>
    public TimeSpan HandOverRetryInterval { get; }

    /// <summary>Leases are not part of this library.</summary>
    public LeaseUsageSettings LeaseSettings { get; }

    /// <summary>Ignored, as by the original since 1.5.27.</summary>
    public bool ConsiderAppVersion { get; }

    /// <summary>The settings of a system.</summary>
    public static ClusterSingletonManagerSettings Create(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterSingletonManager.DefaultConfig());
        var config = system.Settings.Config.GetConfig("akka.cluster.singleton");
        return config.IsNullOrEmpty()
            ? throw ConfigurationException.NullOrEmptyConfig<ClusterSingletonManagerSettings>("akka.cluster.singleton")
            : Create(config).WithRemovalMargin(Cluster.Get(system).Settings.DownRemovalMargin);
    }

    /// <summary>The settings of a section.</summary>
    public static ClusterSingletonManagerSettings Create(Config config) => new(
        config.GetString("singleton-name"), SingletonSettingsText.Role(config.GetString("role")), TimeSpan.Zero,
        config.GetTimeSpan("hand-over-retry-interval"), config.GetBoolean("consider-app-version"));

    /// <summary>With another name.</summary>
    public ClusterSingletonManagerSettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, RemovalMargin, HandOverRetryInterval, LeaseSettings, ConsiderAppVersion);

    /// <summary>With another role; none leaves the role as it is, as in the original.</summary>
    public ClusterSingletonManagerSettings WithRole(string role) =>
        new(
            SingletonName, SingletonSettingsText.Role(role) ?? Role, RemovalMargin, HandOverRetryInterval, LeaseSettings,
            ConsiderAppVersion);

    /// <summary>With another margin.</summary>
    public ClusterSingletonManagerSettings WithRemovalMargin(TimeSpan removalMargin) =>
        new(SingletonName, Role, removalMargin, HandOverRetryInterval, LeaseSettings, ConsiderAppVersion);

    /// <summary>With another interval.</summary>
    public ClusterSingletonManagerSettings WithHandOverRetryInterval(TimeSpan handOverRetryInterval) =>
        new(SingletonName, Role, RemovalMargin, handOverRetryInterval, LeaseSettings, ConsiderAppVersion);

    /// <summary>With a lease, which this library does not have.</summary>
    public ClusterSingletonManagerSettings WithLeaseSettings(LeaseUsageSettings leaseSettings) =>
        new(SingletonName, Role, RemovalMargin, HandOverRetryInterval, leaseSettings, ConsiderAppVersion);
}

/// <summary>Reads text of configuration.</summary>
internal static class SingletonSettingsText
{
    /// <summary>A role; empty means none.</summary>
    public static string Role(string text) => string.IsNullOrEmpty(text) ? null : text;
}
