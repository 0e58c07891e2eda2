using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class TransferSpecs : InScope
{
    [Fact]
    public void Converts_types()
    {
        var x = Float(1.7f, -2.2f, 0);
        Equal([1, -2, 0], x.@long());
        Equal([1, -2, 0], x.@int());
        Equal([1, -2, 0], x.@short());
        Equal([1, -2, 0], x.@char());
        Equal([1, 3, 0], Float(1.7f, 3.2f, 0).@byte());
        Equal([1, 1, 0], x.@bool());
        Assert.Equal(ScalarType.Float64, x.@double().dtype);
        Assert.Equal(ScalarType.Float32, x.@double().@float().dtype);
        Assert.Equal(ScalarType.Float16, x.half().dtype);
        Assert.Equal(ScalarType.BFloat16, x.bfloat16().dtype);
        Assert.Equal(ScalarType.Int32, x.to_type(int32).dtype);
        Assert.Equal(ScalarType.Int32, x.to(int32).dtype);
        Assert.Equal(ScalarType.Int32, x.type(int32).dtype);
        Assert.Equal(ScalarType.Int64, x.type_as(Long(1)).dtype);
        Equal([1.703125, -2.203125, 0], x.bfloat16());
    }

    [Fact]
    public void Keeps_the_memory_where_nothing_changes_unless_asked_to_copy()
    {
        var x = Float(1, 2);
        x.to(float32).zero_();
        x.to(CPU).add_(1);
        x.cpu().add_(1);
        x.@float().add_(1);
        x.alias().add_(1);
        x.to("cpu").add_(1);
        x.to(DeviceType.CPU).add_(1);
        x.to(x).add_(1);
        Equal([7, 7], x);
        x.to(float32, copy: true).zero_();
        x.to(CPU, copy: true).zero_();
        x.to(float32, CPU, copy: true).zero_();
        x.clone().zero_();
        Equal([7, 7], x);
    }

    [Fact]
    public void Disposes_the_source_on_request()
    {
        var x = Float(1);
        Equal([1], x.to(float64, disposeAfter: true));
        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void Copies_into_an_existing_tensor()
    {
        var x = zeros(2);
        Assert.Same(x, x.copy_(Long(3, 4)));
        Equal([3, 4], x);
        var other = zeros(3);
        Assert.Same(other, other.set_(x));
        other.zero_();
        Equal([0, 0], x);
    }

    [Fact]
    public void Knows_its_type_and_place()
    {
        var x = Float(1);
        Assert.Equal(ScalarType.Float32, x.dtype);
        Assert.Equal("cpu", x.device.ToString());
        Assert.Equal(DeviceType.CPU, x.device_type);
        Assert.Equal(-1, x.device_index);
        Assert.True(x.is_cpu());
        Assert.False(x.is_cuda);
        Assert.False(x.is_meta);
        Assert.True(empty([2], device: META).is_meta);
        Assert.True(x.is_floating_point());
        Assert.True(Long(1).is_integral());
        Assert.False(x.is_complex());
        Assert.False(x.is_pinned());
    }

    [Fact]
    public void Reads_descriptions_of_devices()
    {
        Assert.Equal("cuda:1", new Device("cuda:1").ToString());
        Assert.Equal("cuda:2", device(2).ToString());
        Assert.Equal("cuda", new Device("cuda").ToString());
        Assert.Equal("cuda:3", new Device("cuda", 3).ToString());
        Assert.Equal("cpu", device("cpu").ToString());
        Assert.Equal("cpu", device(DeviceType.CPU).ToString());
        Device fromText = "cuda:4";
        Assert.Equal((DeviceType.CUDA, 4), (fromText.type, fromText.index));
        Assert.Equal(DeviceType.CPU, get_default_device().type);
    }

    [Fact]
    public void Refuses_a_device_that_is_not_there()
    {
        if (cuda.is_available())
            Assert.Skip("This machine has a CUDA device.");
        Assert.False(TryInitializeDeviceType(DeviceType.CUDA));
        Assert.Throws<InvalidOperationException>(() => Float(1).to("cuda"));
        Assert.Throws<InvalidOperationException>(() => Float(1).cuda());
        Assert.Throws<InvalidOperationException>(() => zeros(1, device: "cuda:0"));
        Assert.Throws<InvalidOperationException>(() => device("cuda"));
        Assert.Throws<InvalidOperationException>(() => device("cuda", 1));
        Assert.Throws<InvalidOperationException>(() => device(DeviceType.CUDA, 1));
        Assert.Throws<ArgumentException>(() => Float(1).cuda(CPU));
    }

    [Fact]
    public void Pins_memory_for_a_CUDA_device()
    {
        if (cuda.is_available())
            Assert.True(Float(1).pin_memory().is_pinned());
        else
            Assert.Throws<ExternalException>(() => Float(1).pin_memory());
    }

    [Fact]
    public void Computes_the_same_on_a_CUDA_device()
    {
        if (!cuda.is_available())
            Assert.Skip("This machine has no CUDA device.");
        var x = Random(1, 64, 64);
        Equal(x.mm(x), x.cuda().mm(x.to("cuda:0")).cpu(), 1e-3);
        using var generator = new Generator(7, CUDA);
        Assert.Throws<ExternalException>(() => randn(5, device: CUDA, generator: generator));
        cuda.manual_seed(7);
        var first = randn(5, device: CUDA);
        cuda.manual_seed(7);
        Equal(first, randn(5, device: CUDA), 0);
        cuda.synchronize();
        Assert.Equal(x.data<float>().ToArray(), x.cuda().data<float>().ToArray());
        Assert.Throws<InvalidOperationException>(() => x.cuda().bytes.Length);
        Assert.Equal(2.5f, full(1, 2.5f, device: CUDA).ToSingle());
    }
}
