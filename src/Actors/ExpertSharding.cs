using Akka.Actor;
using Akka.Cluster.Sharding;
using Moe.Actors.Expert;
using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors;

/// <summary>The shard region that experts live in: one entity an expert, by its name, one shard an expert.</summary>
public static class ExpertSharding
{
    /// <summary>Name of the entity type.</summary>
    public const string TypeName = "expert";

    /// <summary>Role of the nodes that experts live on.</summary>
    public const string Role = "expert";

    /// <summary>
    /// Starts the region of this node, or with <paramref name="hosts"/> off a proxy of it. Idle experts stay: they hold weights.
    /// An expert that fails is stopped, not started anew, and told to <paramref name="report"/>.
    /// </summary>
    public static IActorRef Start(
        ActorSystem system, NodeServices services, IShardAllocationStrategy shards, Action<CoordinatorInput.Broke> report, bool hosts)
    {
        // The extension first: it brings the defaults that the settings are read from.
        var sharding = ClusterSharding.Get(system);
        if (!hosts) return sharding.StartProxy(TypeName, Role, new Extractor());
        var settings = ClusterShardingSettings.Create(system).WithRole(Role).WithPassivateIdleAfter(TimeSpan.Zero);
        return sharding.Start(
            TypeName, name => RunGuard.Of(Props(ExpertId.Parse(name)), name, report), settings, new Extractor(), shards,
            PoisonPill.Instance);

        Props Props(ExpertId expert) => ExpertActor.Of(services.For(expert), expert);
    }

    // One shard an expert, so that each expert can be placed on its own.
    private sealed class Extractor : IMessageExtractor
    {
        public string? EntityId(object message) => (message as IToExpert)?.Expert.ToString();

        public object? EntityMessage(object message) => message;

        public string? ShardId(object message) => EntityId(message);

        public string ShardId(string entityId, object? messageHint = null) => entityId;
    }
}
