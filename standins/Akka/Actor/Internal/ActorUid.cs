using System.Security.Cryptography;

namespace Akka.Actor.Internal;

/// <summary>Numbers that tell incarnations apart.</summary>
internal static class ActorUid
{
    /// <summary>A positive number; other nodes read it as 32 bits.</summary>
    public static int Next() => RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
