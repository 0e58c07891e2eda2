using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Specs;

/// <summary>Small tensors in, plain numbers out, and comparison of the two.</summary>
internal static class Numbers
{
    public static Tensor Float(params float[] values) => tensor(values);

    public static Tensor Float(float[,] values) => tensor(values);

    public static Tensor Long(params long[] values) => tensor(values);

    public static Tensor Bool(params bool[] values) => tensor(values);

    /// <summary>0, 1, 2, .. in the shape.</summary>
    public static Tensor Counting(params long[] shape) =>
        arange(shape.TotalSize(), dtype: ScalarType.Float32).reshape(shape);

    /// <summary>Normal numbers, the same for the same seed.</summary>
    public static Tensor Random(ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed);
        return randn(shape, generator: generator);
    }

    public static double[] Of(Tensor tensor) =>
        tensor.detach().to(ScalarType.Float64, CPU).contiguous().data<double>().ToArray();

    public static void Equal(double[] expected, Tensor actual, double tolerance = 1e-5)
    {
        var found = Of(actual);
        Assert.Equal(expected.Length, found.Length);
        for (var place = 0; place < expected.Length; place++)
        {
            var (want, got) = (expected[place], found[place]);
            var close = want.Equals(got) || Math.Abs(want - got) <= tolerance * Math.Max(1, Math.Abs(want));
            Assert.True(close, $"at {place}: expected {want}, found {got}");
        }
    }

    public static void Equal(Tensor expected, Tensor actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, actual.shape);
        Equal(Of(expected), actual, tolerance);
    }

    public static void Shaped(long[] shape, double[] expected, Tensor actual)
    {
        Assert.Equal(shape, actual.shape);
        Equal(expected, actual);
    }
}

/// <summary>A test class inside a dispose scope: what a test makes is gone when it ends.</summary>
public abstract class InScope : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();
}
