using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    // Settings of the whole process. The order of Setting is that of the enum in settings.cpp.
    private enum Setting
    {
        CublasTf32,
        CudnnTf32,
        HalfReduction,
        FlashAttention,
        MathAttention,
    }

    /// <summary>The version of libtorch that was loaded.</summary>
    public static string __version__ => Marshal.PtrToStringUTF8(st_torch_version())!;

    public static int get_num_threads() => st_num_threads();

    public static void set_num_threads(int num) => Failure.Check(st_set_num_threads(num));

    public static int get_num_interop_threads() => st_num_interop_threads();

    public static void set_num_interop_threads(int num) => Failure.Check(st_set_num_interop_threads(num));

    private static bool Get(Setting setting) => st_setting((int)setting);

    private static void Set(Setting setting, bool on) => Failure.Check(st_set_setting((int)setting, on));

    /// <summary>CUDA devices, where libtorch has them.</summary>
    public static partial class cuda
    {
        public static bool is_available() => st_cuda_is_available();

        public static bool is_cudnn_available() => st_cudnn_is_available();

        public static int device_count() => st_cuda_device_count();

        public static void manual_seed(long seed) => Failure.Check(st_cuda_manual_seed((ulong)seed));

        public static void manual_seed_all(long seed) => Failure.Check(st_cuda_manual_seed_all((ulong)seed));

        /// <summary>Waits for everything that was asked of the device, or of the current one.</summary>
        public static void synchronize(Device? device = null) =>
            Failure.Check(st_cuda_synchronize(device?.index ?? -1));
    }

    /// <summary>Settings of the libraries under libtorch.</summary>
    public static partial class backends
    {
        public static partial class cuda
        {
            public static bool flash_sdp_enabled() => Get(Setting.FlashAttention);

            public static void enable_flash_sdp(bool enable) => Set(Setting.FlashAttention, enable);

            public static bool math_sdp_enabled() => Get(Setting.MathAttention);

            public static void enable_math_sdp(bool enable) => Set(Setting.MathAttention, enable);

            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Get(Setting.CublasTf32);
                    set => Set(Setting.CublasTf32, value);
                }

                public static bool allow_fp16_reduced_precision_reduction
                {
                    get => Get(Setting.HalfReduction);
                    set => Set(Setting.HalfReduction, value);
                }
            }
        }

        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Get(Setting.CudnnTf32);
                set => Set(Setting.CudnnTf32, value);
            }
        }
    }
}
