using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// What has to be set in the process before libtorch is loaded, because libtorch, OpenBLAS and OpenMP read it once.
/// Only libc's own environment reaches them; .NET's copy does not. What the user has set stays.
/// </summary>
internal static partial class ProcessSettings
{
    private const int TrimThreshold = -1, MmapThreshold = -3, ArenaMax = -8;
    private const int LargestMmapThreshold = 32 << 20; // glibc refuses more
    private const int KeepFree = 1 << 30;

    public static void Apply()
    {
        // Parallel work belongs to the lanes; OpenBLAS's own threads under them fight for the same cores.
        SetUnlessSet("OPENBLAS_NUM_THREADS", "1");
        // Spinning threads of one process starve every other process of the machine.
        SetUnlessSet("OMP_WAIT_POLICY", "PASSIVE");
        // OpenBLAS 0.3.21 does not recognise newer AVX-512 processors and falls back to AVX2 kernels.
        if (HasAvx512())
            SetUnlessSet("OPENBLAS_CORETYPE", "SkylakeX");
        KeepFreedMemory();
    }

    /// <summary>
    /// Freed activations stay in the heap for the next operation: mapped and unmapped anew each time, every page of
    /// them would fault again.
    /// </summary>
    private static void KeepFreedMemory()
    {
        mallopt(MmapThreshold, LargestMmapThreshold);
        mallopt(TrimThreshold, KeepFree);
        // Heaps of single threads are unmapped whenever they run empty, whatever the threshold; the shared one is not.
        mallopt(ArenaMax, 1);
    }

    private static void SetUnlessSet(string name, string value) => setenv(name, value, overwrite: 0);

    private static bool HasAvx512()
    {
        const string cpuInfo = "/proc/cpuinfo";
        if (!File.Exists(cpuInfo))
            return false;
        var flags = File.ReadLines(cpuInfo).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));
        var names = (flags ?? "").Split(' ', '\t').ToHashSet();
        return names.IsSupersetOf(["avx512f", "avx512bw", "avx512vl", "avx512dq"]);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
