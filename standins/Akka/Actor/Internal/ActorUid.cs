namespace Akka.Actor.Internal;

/// <summary>Numbers that tell incarnations apart.</summary>
internal static class ActorUid
{
    /// <summary>A number that is not zero.</summary>
    public static long Next()
    {
        var uid = Random.Shared.NextInt64();
        return uid == 0 ? 1 : uid;
    }
}
