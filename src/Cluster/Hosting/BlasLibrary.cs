using Moe.Model.Failures;

namespace Moe.Cluster.Hosting;

/// <summary>
/// Looks at which matrix product library libtorch was given. Debian's reference library is fifty times slower than
/// OpenBLAS, so that no figure taken with it means anything.
/// </summary>
internal static class BlasLibrary
{
    private const string Maps = "/proc/self/maps";
    private const string Reference = "/blas/libblas.so";

    /// <summary>Refuses the reference library; call it once libtorch is loaded.</summary>
    /// <exception cref="EnvironmentException">libtorch computes with it.</exception>
    public static void RequireFast()
    {
        if (!File.Exists(Maps) || !File.ReadLines(Maps).Any(line => line.Contains(Reference, StringComparison.Ordinal))) return;
        throw new EnvironmentException(
            "libtorch computes with the reference BLAS, expected OpenBLAS: it is tens of times slower and its figures mean " +
            "nothing. Install it (Debian: `apt-get install libopenblas0-pthread` as root) and measure again.");
    }
}
