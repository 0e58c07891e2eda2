using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Coordination;
using Akka.Util;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>A singleton: its props and its name.</summary>
public class SingletonActor
{
    private SingletonActor(
        string name, Props props, Option<object> stopMessage, Option<ClusterSingletonSettings> settings)
    {
        Name = name;
        Props = props;
        StopMessage = stopMessage;
        Settings = settings;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The props.</summary>
    public Props Props { get; }

    /// <summary>By which it ends; a poison pill if none.</summary>
    public Option<object> StopMessage { get; }

    /// <summary>How it is kept and found; the defaults if none.</summary>
    public Option<ClusterSingletonSettings> Settings { get; }

    /// <summary>A singleton.</summary>
    public static SingletonActor Create(Props props, string name) =>
        new(name, props, Option<object>.None, Option<ClusterSingletonSettings>.None);

    /// <summary>With other props.</summary>
    public SingletonActor WithProps(Props props) => new(Name, props, StopMessage, Settings);

    /// <summary>With a message by which it ends.</summary>
    public SingletonActor WithStopMessage(object stopMessage) => new(Name, Props, stopMessage, Settings);

    /// <summary>With settings.</summary>
    public SingletonActor WithSettings(ClusterSingletonSettings settings) => new(Name, Props, StopMessage, settings);
}

/// <summary>How a singleton is kept and found.</summary>
public class ClusterSingletonSettings : INoSerializationVerificationNeeded
{
    private ClusterSingletonManagerSettings _manager;
    private ClusterSingletonProxySettings _proxy;

    private ClusterSingletonSettings(ClusterSingletonManagerSettings manager, ClusterSingletonProxySettings proxy)
    {
        _manager = manager;
        _proxy = proxy;
    }

    /// <summary>The role of the nodes that may have it; null for all.</summary>
    public string Role => _manager.Role;

    /// <summary>How often it is looked for.</summary>
    public TimeSpan SingletonIdentificationInterval => _proxy.SingletonIdentificationInterval;

    /// <summary>How long after a node was put out it is started elsewhere.</summary>
    public TimeSpan RemovalMargin => _manager.RemovalMargin;

    /// <summary>How often a hand-over is asked for.</summary>
    public TimeSpan HandOverRetryInterval => _manager.HandOverRetryInterval;

    /// <summary>How many messages wait for it.</summary>
    public int BufferSize => _proxy.BufferSize;

    /// <summary>Leases are not part of this library.</summary>
    public LeaseUsageSettings LeaseSettings => _manager.LeaseSettings;

    /// <summary>Ignored, as by the original since 1.5.27.</summary>
    public bool ConsiderAppVersion => _manager.ConsiderAppVersion;

    /// <summary>The settings of a system.</summary>
    public static ClusterSingletonSettings Create(ActorSystem system) => new(
        ClusterSingletonManagerSettings.Create(system), ClusterSingletonProxySettings.Create(system));

    /// <summary>The settings of a section.</summary>
    public static ClusterSingletonSettings Create(Config config) => new(
        ClusterSingletonManagerSettings.Create(config.GetConfig("singleton")),
        ClusterSingletonProxySettings.Create(config.GetConfig("singleton-proxy"), false));

    /// <summary>With another role.</summary>
    public ClusterSingletonSettings WithRole(string role) => new(_manager.WithRole(role), _proxy.WithRole(role));

    /// <summary>With another margin.</summary>
    public ClusterSingletonSettings WithRemovalMargin(TimeSpan removalMargin) =>
        new(_manager.WithRemovalMargin(removalMargin), _proxy);

    /// <summary>With another interval.</summary>
    public ClusterSingletonSettings WithHandOverRetryInterval(TimeSpan handOverRetryInterval) =>
        new(_manager.WithHandOverRetryInterval(handOverRetryInterval), _proxy);

    /// <summary>With a lease, which this library does not have.</summary>
    public ClusterSingletonSettings WithLeaseSettings(LeaseUsageSettings leaseSettings) =>
        new(_manager.WithLeaseSettings(leaseSettings), _proxy);

    internal ClusterSingletonManagerSettings ToManagerSettings(string name) => _manager.WithSingletonName(name);

    internal ClusterSingletonProxySettings ToProxySettings(string name) => _proxy.WithSingletonName(name);

    internal bool ShouldRunManager(Cluster cluster) =>
        string.IsNullOrEmpty(Role) || cluster.SelfMember.HasRole(Role);
}

/// <summary>Starts singletons and their proxies.</summary>
public class ClusterSingleton(ExtendedActorSystem system) : IExtension
{
    private readonly ConcurrentDictionary<string, Lazy<IActorRef>> _proxies = new();

    /// <summary>The extension of a system.</summary>
    public static ClusterSingleton Get(ActorSystem system) =>
        system.WithExtension<ClusterSingleton, ClusterSingletonProvider>();

    /// <summary>Starts the manager, if this node has the role, and gives a proxy.</summary>
    public IActorRef Init(SingletonActor singleton)
    {
        var settings = singleton.Settings.HasValue
            ? singleton.Settings.Value
            : ClusterSingletonSettings.Create(system);
        return _proxies.GetOrAdd(singleton.Name, _ => new Lazy<IActorRef>(() => Start(singleton, settings))).Value;
    }

    private IActorRef Start(SingletonActor singleton, ClusterSingletonSettings settings)
    {
        var manager = $"singletonManager{singleton.Name}";
        if (settings.ShouldRunManager(Cluster.Get(system)))
            system.ActorOf(
                ClusterSingletonManager.Props(
                    singleton.Props, singleton.StopMessage.GetOrElse(PoisonPill.Instance),
                    settings.ToManagerSettings(singleton.Name)),
                manager);
        return system.ActorOf(
            ClusterSingletonProxy.Props($"/user/{manager}", settings.ToProxySettings(singleton.Name)),
            $"singletonProxy{singleton.Name}");
    }
}

/// <summary>Makes the extension of a system.</summary>
public class ClusterSingletonProvider : ExtensionIdProvider<ClusterSingleton>
{
    /// <inheritdoc />
    public override ClusterSingleton CreateExtension(ExtendedActorSystem system) => new(system);
}
