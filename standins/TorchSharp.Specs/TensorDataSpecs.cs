using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class TensorDataSpecs : InScope
{
    [Fact]
    public void Shows_its_own_bytes_without_a_copy()
    {
        var x = Float(1, 2);
        var values = MemoryMarshal.Cast<byte, float>(x.bytes);
        Assert.Equal([1f, 2f], values.ToArray());
        values[1] = 7;
        Equal([1, 7], x);
        x.mul_(2);
        Assert.Equal(14, values[1]);
    }

    [Fact]
    public void Shows_the_bytes_of_a_view_inside_a_larger_tensor()
    {
        var whole = Counting(4);
        var part = whole.narrow(0, 1, 2);
        MemoryMarshal.Cast<byte, float>(part.bytes)[0] = 9;
        Equal([0, 9, 2, 3], whole);
        Assert.Equal(8, part.bytes.Length);
    }

    [Fact]
    public void Takes_bytes()
    {
        var x = zeros(2);
        x.bytes = MemoryMarshal.AsBytes<float>([3f, 4f]).ToArray();
        Equal([3, 4], x);
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[3]);
    }

    [Fact]
    public void Shows_two_bytes_for_each_bfloat16()
    {
        var x = Float(1, -2, 0).bfloat16();
        Assert.Equal(6, x.bytes.Length);
        Assert.Equal([0x80, 0x3F, 0x00, 0xC0, 0, 0], x.bytes.ToArray());
    }

    [Fact]
    public void Shows_no_bytes_of_a_turned_tensor()
    {
        var turned = Counting(2, 3).t();
        Assert.Throws<InvalidOperationException>(() => turned.bytes.Length);
        Assert.Throws<InvalidOperationException>(() => turned.bytes = new byte[24]);
    }

    [Fact]
    public void Shows_the_bytes_of_a_window_and_takes_others_into_it()
    {
        var flat = Counting(6);
        var window = flat.narrow(0, 2, 3);
        Assert.Equal(12, window.bytes.Length);
        window.bytes[..4].Clear();
        Equal([0, 1, 0, 3, 4, 5], flat);
        ReadOnlySpan<float> received = [7, 8, 9];
        MemoryMarshal.AsBytes(received).CopyTo(window.bytes);
        Equal([0, 1, 7, 8, 9, 5], flat);
        var halved = empty(2, dtype: ScalarType.BFloat16);
        halved.bytes = new byte[] { 0x80, 0x3F, 0x00, 0xC0 };
        Equal([1, -2], halved);
    }

    [Fact]
    public void Lies_over_received_numbers_and_converts_bytes_one_by_one()
    {
        var received = new float[] { 1, 2, 3, 4 };
        var over = frombuffer(received, ScalarType.Float32, 2, 1);
        over.mul_(10);
        Assert.Equal([1f, 20f, 30f, 4f], received);
        Equal([1, 2], frombuffer(new byte[] { 1, 2 }, ScalarType.Float32));
        var target = zeros(2, dtype: ScalarType.BFloat16);
        Equal([20, 30], target.copy_(over));
    }

    [Fact]
    public void Shows_nothing_of_an_empty_tensor() => Assert.Equal(0, empty([0, 4]).bytes.Length);

    [Fact]
    public void Reads_and_writes_elements_in_place()
    {
        var x = Counting(2, 3);
        var data = x.data<float>();
        Assert.Equal(6, data.Count);
        Assert.Equal(5, data[5]);
        Assert.Equal(3, data[1, 0]);
        data[1, 0] = 9;
        data[0, 0] = 8;
        Equal([8, 1, 2, 9, 4, 5], x);
        Assert.Equal([8f, 1f, 2f, 9f, 4f, 5f], data.ToArray());
        Assert.Equal(29, data.Sum());
        Assert.Throws<IndexOutOfRangeException>(() => data[6]);
        Assert.Throws<IndexOutOfRangeException>(() => data[0] = 1);
    }

    [Fact]
    public void Reads_a_turned_tensor_in_its_own_order()
    {
        var data = Counting(2, 3).t().data<float>();
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], data.ToArray());
        Assert.Equal(3, data[0, 1]);
        Assert.Equal(new float[,] { { 0, 3 }, { 1, 4 }, { 2, 5 } }, data.ToNDArray());
        data[0, 1] = 7;
        Assert.Equal(7, data[1]);
    }

    [Fact]
    public void Copies_to_and_from_arrays()
    {
        var x = Counting(4);
        var room = new float[3];
        x.data<float>().CopyTo(room, 1, 2);
        Assert.Equal([0f, 2f, 3f], room);
        x.data<float>().CopyTo(room.AsSpan());
        Assert.Equal([0f, 1f, 2f], room);
        x.data<float>().CopyFrom([7f, 8f], 1, 3);
        Equal([0, 1, 2, 8], x);
        x.view(2, 2).t().data<float>().CopyFrom([1f, 2f, 3f, 4f]);
        Equal([1, 3, 2, 4], x);
    }

    [Fact]
    public void Compares_contents()
    {
        Assert.True(Float(1, 2).data<float>() == Float(1, 2).data<float>());
        Assert.True(Float(1, 2).data<float>() != Float(1, 3).data<float>());
    }

    [Fact]
    public void Refuses_the_wrong_element_type()
    {
        Assert.Throws<ArgumentException>(() => Float(1).data<double>());
        Assert.Throws<ArgumentException>(() => Float(1).item<long>());
        Assert.Equal((Half)1.5, Float(1.5f).half().item<Half>());
    }

    [Fact]
    public void Gives_its_one_element_as_a_number()
    {
        Assert.Equal(1.5f, Float(1.5f).item<float>());
        Assert.Equal(3, Long(3).item<long>());
        Assert.True(Bool(true).item<bool>());
        Assert.Throws<ArgumentException>(() => Float(1, 2).item<float>());
        Assert.Equal(1.5f, Float(1.5f).ToSingle());
        Assert.Equal(1.5, Float(1.5f).bfloat16().ToDouble());
        Assert.Equal(3, Long(3).ToInt64());
        Assert.Equal(3, Long(3).ToInt32());
        Assert.Equal(3, Long(3).ToInt16());
        Assert.Equal(3, Long(3).ToByte());
        Assert.Equal(-3, Long(-3).ToSByte());
        Assert.Equal((Half)1.5, Float(1.5f).ToHalf());
        Assert.True(Bool(true).ToBoolean());
        Assert.Equal(1.5f, (float)Float(1.5f));
        Assert.Equal(3, (int)Long(3));
        Assert.Equal(2.5, Float(2.5f).ToScalar().ToDouble());
        Assert.Equal(ScalarType.Float64, Float(2.5f).ToScalar().Type);
        Assert.Equal(ScalarType.Int64, Long(2).ToScalar().Type);
        Assert.Equal(ScalarType.Bool, Bool(true).ToScalar().Type);
        Assert.Throws<ExternalException>(() => Float(1, 2).ToSingle());
    }

    [Fact]
    public void Turns_numbers_into_scalars_and_back()
    {
        Assert.Equal(200, ((byte)200).ToScalar().ToByte());
        Assert.Equal(-5, ((sbyte)-5).ToScalar().ToSByte());
        Assert.Equal(-500, ((short)-500).ToScalar().ToInt16());
        Assert.Equal(7, 7.ToScalar().ToInt32());
        Assert.Equal(long.MaxValue, long.MaxValue.ToScalar().ToInt64());
        Assert.Equal(1.5f, 1.5f.ToScalar().ToSingle());
        Assert.Equal(0.1, 0.1.ToScalar().ToDouble());
        Assert.Equal((Half)1.5, ((Half)1.5).ToScalar().ToHalf());
        Assert.True(true.ToScalar().ToBoolean());
        Assert.Equal(1.0 / 3, full(1, 1.0 / 3, float64).item<double>());
        Assert.Equal(long.MaxValue, full(1, long.MaxValue).item<long>());
    }
}
