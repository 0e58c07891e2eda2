using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;

namespace AkkaSpecs.Support;

/// <summary>Tells the address of its node, and how often it was asked.</summary>
public sealed class Located : ReceiveActor
{
    /// <summary>Ends it.</summary>
    public const string Stop = "stop";

    private int _asked;

    public Located()
    {
        Receive<string>(text => text == "where", _ => Sender.Tell(Cluster.Get(Context.System).SelfAddress.ToString()));
        Receive<string>(text => text == "count", _ => Sender.Tell($"{++_asked}"));
        Receive<string>(text => text == Stop, _ => Context.Stop(Self));
    }
}

/// <summary>The shard of an entity is what its name has before the slash.</summary>
public sealed class ByFirstPart : IMessageExtractor
{
    public string? EntityId(object message) => null;

    public object? EntityMessage(object message) => message;

    public string? ShardId(object message) => null;

    public string ShardId(string entityId, object? messageHint = null) => entityId.Split('/')[0];
}

/// <summary>Questions that are asked again while what could answer is on its way to another node.</summary>
public static class Questions
{
    public static Task<string> Where(this IActorRef region, string entity) =>
        region.AskAgain(new ShardingEnvelope(entity, "where"));

    public static async Task<string> AskAgain(this IActorRef actor, object message)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await actor.Ask<string>(message, TimeSpan.FromMilliseconds(500));
            }
            catch (AskTimeoutException) when (attempt < 60)
            {
                continue;
            }
        }
    }
}
