using Xunit;
using static TorchSharp.Specs.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

public class FactorySpecs : InScope
{
    [Fact]
    public void Makes_tensors_of_a_shape()
    {
        Shaped([2, 2], [0, 0, 0, 0], zeros(2, 2));
        Shaped([2, 2], [0, 0, 0, 0], zeros(2L, 2L));
        Shaped([3], [1, 1, 1], ones(3));
        Shaped([1, 1, 2], [1, 1], ones(1, 1, 2));
        Shaped([1, 1, 1, 2], [1, 1], ones(1L, 1L, 1L, 2L));
        Shaped([2], [7, 7], full(2, 7f));
        Shaped([2, 1], [7, 7], full([2, 1], 7));
        Assert.Equal([4L, 5L, 6L, 7L], empty(4, 5, 6, 7).shape);
        Assert.Equal([0L, 5L], empty([0, 5]).shape);
        Assert.Equal([], zeros([]).shape);
    }

    [Fact]
    public void Takes_the_type_that_PyTorch_takes()
    {
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(ScalarType.Int64, full(1, 7).dtype);
        Assert.Equal(ScalarType.Float32, full(1, 7.0).dtype);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(0.5, 3).dtype);
        Assert.Equal(ScalarType.Int64, randperm(3).dtype);
        Assert.Equal(ScalarType.Int64, randint(3, [2]).dtype);
        Assert.Equal(ScalarType.BFloat16, zeros(1, dtype: ScalarType.BFloat16).dtype);
        Assert.Equal(ScalarType.Float32, get_default_dtype());
        set_default_dtype(ScalarType.Float64);
        try
        {
            Assert.Equal(ScalarType.Float64, zeros(1).dtype);
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }

    [Fact]
    public void Makes_tensors_like_another()
    {
        var x = Counting(2, 3).@double();
        Shaped([2, 3], [0, 0, 0, 0, 0, 0], zeros_like(x));
        Shaped([2, 3], [1, 1, 1, 1, 1, 1], x.ones_like());
        Shaped([2, 3], [5, 5, 5, 5, 5, 5], full_like(x, 5));
        Shaped([2, 3], [5, 5, 5, 5, 5, 5], x.full_like(5));
        Assert.Equal([2L, 3L], empty_like(x).shape);
        Assert.Equal(ScalarType.Float16, x.empty_like(ScalarType.Float16).dtype);
        Assert.Equal(ScalarType.Float64, rand_like(x).dtype);
        Assert.Equal([2L, 3L], x.rand_like().shape);
        Assert.Equal(ScalarType.Float32, randn_like(x, ScalarType.Float32).dtype);
        Assert.Equal([2L, 3L], x.randn_like().shape);
        Assert.Equal(ScalarType.Int32, x.zeros_like(ScalarType.Int32).dtype);
        Assert.True(empty_like(x, requires_grad: true).requires_grad);
    }

    [Fact]
    public void Counts_and_divides_ranges()
    {
        Equal([0, 1, 2], arange(3));
        Equal([1, 2], arange(1, 3));
        Equal([1, 1.5, 2], arange(1, 2.5, 0.5));
        Equal([0, 0.25, 0.5, 0.75, 1], linspace(0, 1, 5));
        Shaped([2, 2], [1, 0, 0, 1], eye(2));
        Shaped([2, 3], [1, 0, 0, 0, 1, 0], eye(2, 3));
    }

    [Fact]
    public void Copies_arrays_of_every_type()
    {
        Equal([1.5, 2], tensor(new[] { 1.5f, 2 }));
        Equal([1.5, 2], tensor(new[] { 1.5, 2 }));
        Equal([1, 2], tensor(new long[] { 1, 2 }));
        Equal([1, 2], tensor(new[] { 1, 2 }));
        Equal([1, 2], tensor(new short[] { 1, 2 }));
        Equal([255, 2], tensor(new byte[] { 255, 2 }));
        Equal([-1, 2], tensor(new sbyte[] { -1, 2 }));
        Equal([1, 0], tensor(new[] { true, false }));
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.5 }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.BFloat16, tensor(new[] { 1f }, ScalarType.BFloat16).dtype);
        var array = new[] { 1f, 2f };
        var copy = tensor(array);
        array[0] = 9;
        Equal([1, 2], copy);
    }

    [Fact]
    public void Copies_arrays_of_several_dimensions_and_shapes_flat_ones()
    {
        Shaped([2, 2], [1, 2, 3, 4], tensor(new float[,] { { 1, 2 }, { 3, 4 } }));
        Shaped([1, 2, 2], [1, 2, 3, 4], tensor(new long[,,] { { { 1, 2 }, { 3, 4 } } }));
        Shaped([2, 2], [1, 0, 0, 1], tensor(new[,] { { true, false }, { false, true } }));
        Shaped([2, 2], [1, 2, 3, 4], tensor(new float[] { 1, 2, 3, 4 }, [2, 2]));
        Shaped([2, 2], [1, 2, 3, 4], tensor(new List<float> { 1, 2, 3, 4 }, 2, 2));
        Shaped([1, 2, 2], [1, 2, 3, 4], tensor(new List<long> { 1, 2, 3, 4 }, 1, 2, 2));
        Shaped([2, 2], [1, 2, 3, 4], tensor(new Memory<float>([1, 2, 3, 4]), [2, 2]));
        Shaped([3], [1, 2, 3], tensor(new List<double> { 1, 2, 3 }));
        Assert.Throws<ArgumentException>(() => tensor(new float[] { 1 }, [2, 2]));
    }

    [Fact]
    public void Makes_tensors_without_dimensions_from_numbers()
    {
        Shaped([], [1.5], tensor(1.5f));
        Shaped([], [1.5], tensor(1.5));
        Shaped([], [3], tensor(3L));
        Shaped([], [3], tensor(3));
        Shaped([], [1], tensor(true));
        Assert.Equal(ScalarType.Float32, tensor(1.5, ScalarType.Float32).dtype);
        Assert.Equal(ScalarType.Int32, tensor(3).dtype);
        Assert.True(tensor(1f, requires_grad: true).requires_grad);
        Tensor number = 2.5f;
        Shaped([], [2.5], number);
        Tensor numbers = new long[] { 1, 2 };
        Equal([1, 2], numbers);
    }

    [Fact]
    public void Shares_the_memory_of_an_array_on_request()
    {
        var array = new float[,] { { 1, 2 }, { 3, 4 } };
        var shared = from_array(array);
        Assert.Equal([2L, 2L], shared.shape);
        shared[0, 0] = tensor(9f);
        Assert.Equal(9, array[0, 0]);
        array[1, 1] = 8;
        Equal([9, 2, 3, 8], shared);
        Equal([1, 2], as_tensor(new double[] { 1, 2 }));
        Assert.Equal(ScalarType.Float32, as_tensor(new double[] { 1, 2 }, ScalarType.Float32).dtype);
        Assert.True(from_array(new float[] { 1 }, null, requires_grad: true).requires_grad);
        Equal([2, 3], frombuffer(new long[] { 1, 2, 3, 4 }, ScalarType.Int64, 2, 1));
        Assert.Equal(ScalarType.Float32, frombuffer(new long[] { 1, 2 }, ScalarType.Float32).dtype);
        Assert.Throws<IndexOutOfRangeException>(() => frombuffer(new long[2], ScalarType.Int64, 3));
    }

    [Fact]
    public void Refuses_names_of_dimensions()
    {
        Original.Skip("TorchSharp takes them.");
        Assert.Throws<NotSupportedException>(() => zeros(2, names: ["rows"]));
    }
}
