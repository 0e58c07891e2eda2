using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class GradModeSpecs : InScope
{
    private readonly Tensor x = Float(1).requires_grad_();

    [Fact]
    public void Records_nothing_until_the_setting_is_disposed()
    {
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True((x * 2).requires_grad);
        using (set_grad_enabled(false))
            Assert.False((x * 2).requires_grad);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Belongs_to_one_thread()
    {
        using var off = no_grad();
        var elsewhere = false;
        var thread = new Thread(() => elsewhere = is_grad_enabled());
        thread.Start();
        thread.Join();
        Assert.True(elsewhere);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void Makes_tensors_for_inference_only()
    {
        Tensor y;
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            y = x * 2;
        }
        Assert.False(is_inference_mode_enabled());
        Assert.False(y.requires_grad);
        Assert.Throws<ExternalException>(() => y.requires_grad_());
    }
}
