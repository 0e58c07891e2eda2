namespace Akka.Cluster.Sharding;

/// <summary>Tells a region to do something.</summary>
public interface IShardRegionCommand;

/// <summary>Sent by an entity to its parent when it wants to end: it gets the stop message back, and what comes for it
/// meanwhile is kept and starts it again.</summary>
public sealed class Passivate(object stopMessage) : IShardRegionCommand
{
    /// <summary>What the entity is to be told.</summary>
    public object StopMessage { get; } = stopMessage;
}

/// <summary>Tells a region to hand its shards over and to end.</summary>
public sealed class GracefulShutdown : IShardRegionCommand
{
    /// <summary>The only instance.</summary>
    public static readonly GracefulShutdown Instance = new();

    private GracefulShutdown() { }
}
