using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>How a proxy finds its singleton.</summary>
public sealed class ClusterSingletonProxySettings : INoSerializationVerificationNeeded
{
    /// <summary>Creates the settings.</summary>
    public ClusterSingletonProxySettings(
        string singletonName, string role, TimeSpan singletonIdentificationInterval, int bufferSize,
        bool considerAppVersion)
    {
        if (string.IsNullOrEmpty(singletonName))
            throw new ArgumentNullException(nameof(singletonName));
        if (singletonIdentificationInterval == TimeSpan.Zero)
            throw new ArgumentException(
                "singletonIdentificationInterval must be positive", nameof(singletonIdentificationInterval));
        if (bufferSize is < 0 or > 10_000)
            throw new ArgumentException("bufferSize must be between 0 and 10000", nameof(bufferSize));
        SingletonName = singletonName;
        Role = role;
        SingletonIdentificationInterval = singletonIdentificationInterval;
        BufferSize = bufferSize;
        ConsiderAppVersion = considerAppVersion;
    }

    /// <summary>The name of the singleton below its manager.</summary>
    public string SingletonName { get; }

    /// <summary>The role of the nodes that may have it; null for all.</summary>
    public string Role { get; }

    /// <summary>How often the singleton is looked for.</summary>
    public TimeSpan SingletonIdentificationInterval { get; }

    /// <summary>How many messages wait for it; zero for none.</summary>
    public int BufferSize { get; }

    /// <summary>Ignored, as by the original since 1.5.27.</summary>
    public bool ConsiderAppVersion { get; }

    /// <summary>The settings of a system.</summary>
    public static ClusterSingletonProxySettings Create(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterSingletonManager.DefaultConfig());
        return Create(system.Settings.Config.GetConfig("akka.cluster.singleton-proxy"), false);
    }

    /// <summary>The settings of a section.</summary>
    public static ClusterSingletonProxySettings Create(Config config, bool considerAppVersion) => new(
        config.GetString("singleton-name"), SingletonSettingsText.Role(config.GetString("role")),
        config.GetTimeSpan("singleton-identification-interval"), config.GetInt("buffer-size"), considerAppVersion);

    /// <summary>With another name.</summary>
    public ClusterSingletonProxySettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, SingletonIdentificationInterval, BufferSize, ConsiderAppVersion);

    /// <summary>With another role; null leaves the role as it is, as in the original.</summary>
    public ClusterSingletonProxySettings WithRole(string role) =>
        new(SingletonName, role ?? Role, SingletonIdentificationInterval, BufferSize, ConsiderAppVersion);

    /// <summary>With another interval.</summary>
    public ClusterSingletonProxySettings WithSingletonIdentificationInterval(
        TimeSpan singletonIdentificationInterval) =>
        new(SingletonName, Role, singletonIdentificationInterval, BufferSize, ConsiderAppVersion);

    /// <summary>With another buffer.</summary>
    public ClusterSingletonProxySettings WithBufferSize(int bufferSize) =>
        new(SingletonName, Role, SingletonIdentificationInterval, bufferSize, ConsiderAppVersion);
}
