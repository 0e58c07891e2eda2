using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public partial class SettingsSpecs
{
    [Fact]
    public void Says_that_it_stands_in()
    {
        Original.Skip("It is TorchSharp itself.");
        Assert.Contains("takes the place of", Original.Notice);
        Assert.DoesNotContain('\n', Original.Notice!);
    }

    [Fact]
    public void Knows_the_version_of_libtorch() => Assert.Matches(@"^\d+\.\d+", __version__);

    [Fact]
    public void Has_environment_variables_set_before_libtorch_is_loaded()
    {
        Original.Skip("TorchSharp itself sets none.");
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
    }

    [Fact]
    public void Says_that_there_is_no_CUDA_device_to_wait_for()
    {
        Original.Skip("TorchSharp keeps the error for the next operation of the thread.");
        Assert.SkipWhen(cuda.is_available(), "This machine has a CUDA device.");
        Assert.Throws<ExternalException>(() => cuda.synchronize());
    }

    [Fact]
    public void Refuses_to_do_without_threads()
    {
        Original.Skip("TorchSharp ends the process.");
        Assert.Contains("positive number", Assert.Throws<ExternalException>(() => set_num_threads(0)).Message);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getenv(string name);
}
