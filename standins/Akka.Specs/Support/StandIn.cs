using Akka.Actor;

namespace AkkaSpecs.Support;

/// <summary>Which library the specifications are compiled against.</summary>
internal static class StandIn
{
    /// <summary>Whether it is the one in this repository, and not the original.</summary>
    public static bool IsHere { get; } = typeof(ActorSystem).Assembly.GetName().Name == "Akka.StandIn";
}
