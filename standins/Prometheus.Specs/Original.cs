using System.Reflection;

namespace Prometheus.Specs;

/// <summary>Whether these specifications run on the stand-in or on the package itself.</summary>
internal static class Original
{
    public static bool IsReplaced { get; } = typeof(Metrics).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(attribute => attribute.Key == "StandIn");
}
