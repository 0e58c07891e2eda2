using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public partial class SettingsSpecs
{
    private static bool IsStandIn => Notice is not null;

    private static string? Notice => typeof(torch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(each => each.Key == "StandIn")?.Value;

    [Fact]
    public void Says_that_it_stands_in()
    {
        Assert.SkipUnless(IsStandIn, "This is TorchSharp itself.");
        Assert.Contains("takes the place of", Notice);
        Assert.DoesNotContain('\n', Notice!);
    }

    [Fact]
    public void Knows_the_version_of_libtorch() => Assert.Matches(@"^\d+\.\d+", __version__);

    [Fact]
    public void Has_environment_variables_set_before_libtorch_is_loaded()
    {
        Assert.SkipUnless(IsStandIn && OperatingSystem.IsLinux(), "TorchSharp itself sets none.");
        Assert.NotEmpty(__version__);
        Assert.NotEqual(0, getenv("OPENBLAS_NUM_THREADS"));
        Assert.NotEqual(0, getenv("OMP_WAIT_POLICY"));
    }

    [Fact]
    public void Sets_the_number_of_threads()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
        Assert.InRange(get_num_interop_threads(), 1, 1024);
    }

    [Fact]
    public void Takes_the_settings_of_libraries()
    {
        backends.cuda.matmul.allow_tf32 = true;
        Assert.True(backends.cuda.matmul.allow_tf32);
        backends.cuda.matmul.allow_tf32 = false;
        Assert.False(backends.cuda.matmul.allow_tf32);
        backends.cudnn.allow_tf32 = true;
        Assert.True(backends.cudnn.allow_tf32);
        backends.cuda.matmul.allow_fp16_reduced_precision_reduction = true;
        Assert.True(backends.cuda.matmul.allow_fp16_reduced_precision_reduction);
        backends.cuda.enable_flash_sdp(backends.cuda.flash_sdp_enabled());
        backends.cuda.enable_math_sdp(backends.cuda.math_sdp_enabled());
    }

    [Fact]
    public void Counts_CUDA_devices_where_there_are_none_too()
    {
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        Assert.True(cuda.is_available() || !cuda.is_cudnn_available());
        if (!cuda.is_available())
            Assert.Throws<ExternalException>(() => cuda.synchronize());
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getenv(string name);
}
