using Akka.Actor;
using Akka.Configuration;
using Moe.Actors;
using Moe.Actors.Ports;
using Moe.Cluster.Hosting;

namespace Moe.Unit.Specs.Cluster.Serialization;

/// <summary>Actor systems set up as a node's, that others can reach.</summary>
internal static class WireSystems
{
    public static ExtendedActorSystem Start(string name, ITensorChannel? channel)
    {
        var node = NodeConfiguration.Read(RepositoryFiles.At("cluster.hocon"), null, [], null).Akka;
        var setup = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("akka.loglevel = OFF").WithFallback(node));
        return (ExtendedActorSystem)(channel is null
            ? ActorSystem.Create(name, setup)
            : ActorSystem.Create(name, setup.And(new TensorChannelSetup(channel))));
    }

    /// <summary>The reference by which other systems know an actor.</summary>
    public static string PathOf(ExtendedActorSystem system, IActorRef actor) =>
        actor.Path.ToSerializationFormatWithAddress(system.Provider.DefaultAddress);
}
