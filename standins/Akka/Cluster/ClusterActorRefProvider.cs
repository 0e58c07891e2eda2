using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>References between the members of a cluster.</summary>
public class ClusterActorRefProvider : RemoteActorRefProvider, IClusterActorRefProvider
{
    /// <summary>Creates the provider.</summary>
    public ClusterActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, Defaults(settings), eventStream) { }

    private static Settings Defaults(Settings settings)
    {
        settings.InjectTopLevelFallback(ConfigurationFactory.Reference("cluster"));
        return settings;
    }
}

/// <summary>A provider of references between the members of a cluster.</summary>
public interface IClusterActorRefProvider : IActorRefProvider;

/// <summary>Messages between members.</summary>
public interface IClusterMessage;
