using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Remote;

/// <summary>Which incarnation of a system at its address this is.</summary>
public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    /// <summary>The number of a system.</summary>
    public static int Uid(ActorSystem system) => system.WithExtension<AddressUid, AddressUidExtension>().Uid;

    /// <inheritdoc />
    public override AddressUid CreateExtension(ExtendedActorSystem system) => new();
}

/// <summary>The number that tells one incarnation of a system at an address from the next.</summary>
public class AddressUid : IExtension
{
    /// <summary>The number.</summary>
    public readonly int Uid = ActorUid.Next();
}
