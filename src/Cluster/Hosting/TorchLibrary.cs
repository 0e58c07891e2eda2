using Moe.Model.Failures;
using TorchSharp;

namespace Moe.Cluster.Hosting;

/// <summary>Makes sure that libtorch is there before anything needs it.</summary>
internal static class TorchLibrary
{
    /// <summary>Loads libtorch.</summary>
    /// <exception cref="EnvironmentException">It cannot be loaded.</exception>
    public static void Require()
    {
        try
        {
            torch.zeros(1).Dispose();
        }
        catch (Exception failure) when (failure is DllNotFoundException or TypeInitializationException or BadImageFormatException
            or EntryPointNotFoundException or NotSupportedException)
        {
            throw new EnvironmentException(
                $"libtorch cannot be loaded: {failure.GetBaseException().Message.ReplaceLineEndings(" ").Trim()} Install it (Debian: " +
                "`apt-get install libtorch-dev libopenblas0-pthread` as root) and build again with `make build`, or build with " +
                "STACK=packages where the package feed has TorchSharp.", failure);
        }
    }
}
