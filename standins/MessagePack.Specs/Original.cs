using System.Reflection;

namespace MessagePack.Specs;

/// <summary>Whether these specifications run on the stand-in or on the package itself.</summary>
internal static class Original
{
    public static bool IsReplaced { get; } = typeof(MessagePackSerializer).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(attribute => attribute.Key == "StandIn");
}
