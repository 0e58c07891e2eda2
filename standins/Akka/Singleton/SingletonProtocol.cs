using Akka.Event;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>What the managers of nodes tell one another.</summary>
internal interface IClusterSingletonMessage;

/// <summary>The next oldest asks a node that leaves to give the singleton up.</summary>
internal sealed class HandOverToMe : IClusterSingletonMessage, IDeadLetterSuppression
{
    public static readonly HandOverToMe Instance = new();
}

/// <summary>A node does not have the singleton and will not have it again in this life.</summary>
internal sealed record HandOverDone(UniqueAddress Node) : IClusterSingletonMessage, IDeadLetterSuppression;
