using System.Runtime.InteropServices;
using Moe.Model.Weights;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>Compares numbers with golden ones and says which tensor is off and by how much.</summary>
internal static class Compare
{
    /// <summary>Relative error by norm within <see cref="Tolerances.Relative"/>; shapes equal.</summary>
    public static void Close(TensorRecord expected, torch.Tensor actual)
    {
        Assert.True(expected.Shape.AsSpan().SequenceEqual(actual.shape),
            $"{expected.Name}: expected shape [{string.Join(", ", expected.Shape)}], "
            + $"got [{string.Join(", ", actual.shape)}].");
        Close(expected.Name, expected.ToSingles(), Floats(actual));
    }

    /// <summary>Relative error by norm within <see cref="Tolerances.Relative"/>.</summary>
    public static void Close(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        var error = RelativeError(expected, actual);
        Assert.True(error <= Tolerances.Relative,
            $"{name}: relative error {error:e2}, at most {Tolerances.Relative:e0} allowed.");
    }

    /// <summary>
    /// The rule for gradients: those whose true value is zero are compared absolutely, all others relatively. True
    /// zeros are the key projection's bias, and whatever belongs to an expert no row has picked (the reference holds
    /// exact zeros or the rounding of 1 - y + y there).
    /// </summary>
    public static void GradientClose(TensorRecord expected, torch.Tensor actual)
    {
        var largest = expected.ToSingles().Max(Math.Abs);
        if (expected.Name.EndsWith("k_proj.bias", StringComparison.Ordinal) || largest <= Tolerances.AbsoluteAtZero)
            CloseToZero(expected.Name, Floats(actual));
        else Close(expected, actual);
    }

    /// <summary>Every number within <see cref="Tolerances.AbsoluteAtZero"/> of zero.</summary>
    public static void CloseToZero(string name, ReadOnlySpan<float> actual)
    {
        var largest = 0f;
        foreach (var value in actual) largest = float.IsNaN(value) ? value : Math.Max(largest, Math.Abs(value));
        Assert.True(largest <= Tolerances.AbsoluteAtZero,
            $"{name}: {largest:e2} where the true value is 0, at most {Tolerances.AbsoluteAtZero:e0} allowed.");
    }

    /// <summary>|| actual - expected || / || expected ||, in double.</summary>
    public static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0, norm = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference += ((double)actual[i] - expected[i]) * ((double)actual[i] - expected[i]);
            norm += (double)expected[i] * expected[i];
        }
        return Math.Sqrt(difference / norm);
    }

    /// <summary>A tensor's numbers as plain memory.</summary>
    public static float[] Floats(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var plain = tensor.detach().to_type(torch.ScalarType.Float32).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(plain.bytes).ToArray();
    }
}
