using System.Reflection;
using Xunit;

namespace TorchSharp.Specs;

/// <summary>Tells the stand-in from TorchSharp itself, for what the stand-in means to do otherwise.</summary>
internal static class Original
{
    /// <summary>What the stand-in says of itself; null on TorchSharp.</summary>
    public static string? Notice => typeof(torch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(each => each.Key == "StandIn")?.Value;

    /// <summary>Skips the specification on TorchSharp itself and says what happens there.</summary>
    public static void Skip(string reason) => Assert.SkipWhen(Notice is null, reason);
}
