using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal static partial class Native
{
    [LibraryImport(Library)]
    internal static partial int st_num_threads();

    [LibraryImport(Library)]
    internal static partial int st_num_interop_threads();

    [LibraryImport(Library)]
    internal static partial int st_set_num_threads(int count);

    [LibraryImport(Library)]
    internal static partial int st_set_num_interop_threads(int count);

    [LibraryImport(Library)]
    internal static partial Flag st_cuda_is_available();

    [LibraryImport(Library)]
    internal static partial Flag st_cudnn_is_available();

    [LibraryImport(Library)]
    internal static partial int st_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial int st_cuda_synchronize(long device);

    [LibraryImport(Library)]
    internal static partial int st_cuda_manual_seed(ulong seed);

    [LibraryImport(Library)]
    internal static partial int st_cuda_manual_seed_all(ulong seed);

    [LibraryImport(Library)]
    internal static partial Flag st_setting(int setting);

    [LibraryImport(Library)]
    internal static partial int st_set_setting(int setting, Flag on);
}
