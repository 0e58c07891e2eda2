#nullable enable
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding.Internal;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>Spreads entities, named actors that exist once in the cluster, over its nodes by shards.</summary>
public class ClusterSharding : IExtension
{
    private readonly ConcurrentDictionary<string, IActorRef> _regions = new();
    private readonly ConcurrentDictionary<string, IActorRef> _proxies = new();
    private readonly ExtendedActorSystem _system;
    private readonly Lazy<IActorRef> _guardian;
    private readonly Cluster _cluster;

    /// <summary>Creates the extension.</summary>
    public ClusterSharding(ExtendedActorSystem system)
    {
        _system = system;
        _cluster = Cluster.Get(system);
        Settings = ClusterShardingSettings.Create(system);
        var section = system.Settings.Config.GetConfig("akka.cluster.sharding");
        var dispatcher = section.GetString("use-dispatcher");
        _guardian = new Lazy<IActorRef>(() => system.SystemActorOf(
            Props.Create(() => new ShardingGuardian()).WithDispatcher(
                string.IsNullOrEmpty(dispatcher) ? Dispatch.Dispatchers.InternalDispatcherId : dispatcher),
            section.GetString("guardian-name")));
    }

    /// <summary>The settings of the system.</summary>
    public ClusterShardingSettings Settings { get; }

    /// <summary>The types that were started here.</summary>
    public ImmutableHashSet<string> ShardTypeNames => [.. _regions.Keys];

    /// <summary>The extension of a system.</summary>
    public static ClusterSharding Get(ActorSystem system) =>
        system.WithExtension<ClusterSharding, ClusterShardingExtensionProvider>();

    /// <summary>The defaults.</summary>
    public static Config DefaultConfig() => ConfigurationFactory.Reference("sharding");

    /// <summary>Starts a type of entities.</summary>
    public IActorRef Start(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Start(typeName, _ => entityProps, settings, messageExtractor);

    /// <summary>Starts a type of entities with a strategy and the message by which entities end in a
    /// hand-over.</summary>
    public IActorRef Start(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        Start(typeName, _ => entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage);

    /// <summary>Starts a type of entities whose props depend on their names.</summary>
    public IActorRef Start(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings,
        IMessageExtractor messageExtractor) => Start(
        typeName, entityPropsFactory, settings, messageExtractor, DefaultShardAllocationStrategy(settings),
        PoisonPill.Instance);

    /// <summary>Starts a type of entities whose props depend on their names.</summary>
    public IActorRef Start(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings,
        IMessageExtractor messageExtractor, IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        StartAsync(
            typeName, entityPropsFactory, settings, messageExtractor, allocationStrategy, handOffStopMessage)
            .GetAwaiter().GetResult();

    /// <inheritdoc cref="Start(string, Props, ClusterShardingSettings, IMessageExtractor)" />
    public Task<IActorRef> StartAsync(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        StartAsync(typeName, _ => entityProps, settings, messageExtractor);

    /// <summary>Starts a type of entities with a strategy and the message by which entities end in a
    /// hand-over.</summary>
    public Task<IActorRef> StartAsync(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        StartAsync(typeName, _ => entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage);

    /// <inheritdoc cref="Start(string, Func{string, Props}, ClusterShardingSettings, IMessageExtractor)" />
    public Task<IActorRef> StartAsync(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings,
        IMessageExtractor messageExtractor) => StartAsync(
        typeName, entityPropsFactory, settings, messageExtractor, DefaultShardAllocationStrategy(settings),
        PoisonPill.Instance);

    /// <summary>Starts a type of entities; on a node without the role, a proxy.</summary>
    public async Task<IActorRef> StartAsync(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings,
        IMessageExtractor messageExtractor, IShardAllocationStrategy allocationStrategy, object handOffStopMessage)
    {
        if (!settings.ShouldHostShard(_cluster))
            return await StartProxyAsync(typeName, settings.Role, messageExtractor).ConfigureAwait(false);
        if (_regions.TryGetValue(typeName, out var known))
            return known;
        var start = new ShardingGuardian.Start(
            typeName, entityPropsFactory, settings, messageExtractor, allocationStrategy, handOffStopMessage);
        var region = await Ask(start).ConfigureAwait(false);
        return _regions.GetOrAdd(typeName, region);
    }

    /// <summary>Starts a way to entities that live on other nodes.</summary>
    public IActorRef StartProxy(string typeName, string role, IMessageExtractor messageExtractor) =>
        StartProxyAsync(typeName, role, messageExtractor).GetAwaiter().GetResult();

    /// <summary>Starts a way to entities that live on other nodes.</summary>
    public async Task<IActorRef> StartProxyAsync(string typeName, string role, IMessageExtractor messageExtractor)
    {
        if (_proxies.TryGetValue(typeName, out var known))
            return known;
        var settings = Settings.WithRole(role);
        var proxy = await Ask(new ShardingGuardian.StartProxy(typeName, settings, messageExtractor))
            .ConfigureAwait(false);
        return _proxies.GetOrAdd(typeName, proxy);
    }

    /// <summary>The region of a type, or its proxy.</summary>
    /// <exception cref="ArgumentException">The type was not started here.</exception>
    public IActorRef ShardRegion(string typeName) =>
        _regions.TryGetValue(typeName, out var region) ? region
        : _proxies.TryGetValue(typeName, out var proxy) ? proxy
        : throw new ArgumentException($"Shard type [{typeName}] must be started first");

    /// <summary>The proxy of a type.</summary>
    /// <exception cref="ArgumentException">No proxy of the type was started here.</exception>
    public IActorRef ShardRegionProxy(string typeName) => _proxies.TryGetValue(typeName, out var proxy)
        ? proxy
        : throw new ArgumentException($"Shard type [{typeName}] must be started first");

    /// <summary>The strategy that settings choose.</summary>
    public IShardAllocationStrategy DefaultShardAllocationStrategy(ClusterShardingSettings settings)
    {
        var tuning = settings.TuningParameters;
        return tuning.LeastShardAllocationAbsoluteLimit > 0
            ? ShardAllocationStrategy.LeastShardAllocationStrategy(
                tuning.LeastShardAllocationAbsoluteLimit, tuning.LeastShardAllocationRelativeLimit)
            : new ThresholdAllocationStrategy(
                tuning.LeastShardAllocationRebalanceThreshold, tuning.LeastShardAllocationMaxSimultaneousRebalance);
    }

    private async Task<IActorRef> Ask(object start)
    {
        var limit = _system.Settings.Config.GetTimeSpan("akka.actor.creation-timeout");
        return await _guardian.Value.Ask<IActorRef>(start, limit).ConfigureAwait(false);
    }
}

/// <summary>Makes the extension of a system.</summary>
public sealed class ClusterShardingExtensionProvider : ExtensionIdProvider<ClusterSharding>
{
    /// <inheritdoc />
    public override ClusterSharding CreateExtension(ExtendedActorSystem system) => new(system);
}
