using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Moe.Model.Parameters;
using TorchSharp;

namespace Moe.Model.Optimization;

/// <summary>The squared norm of one owner's gradients, and the clip factor formed from all owners' (paper notes 3.4).</summary>
public static class GradientNorm
{
    private const int Block = 1 << 14;

    /// <summary>Sum of squares of the flat gradient, in double over fixed blocks, so that its bits never depend on threads.</summary>
    public static double Squared(FlatParameters parameters)
    {
        if (parameters.Device.type != DeviceType.CPU)
        {
            using var scope = torch.NewDisposeScope();
            return parameters.Gradients.square().sum(torch.ScalarType.Float64).ToDouble();
        }
        var gradients = MemoryMarshal.Cast<byte, float>(parameters.Gradients.bytes);
        var sum = 0.0;
        for (var start = 0; start < gradients.Length; start += Block)
            sum += TensorPrimitives.SumOfSquares(gradients.Slice(start, Math.Min(Block, gradients.Length - start)));
        return sum;
    }

    /// <summary>What every gradient is multiplied by so that the global norm is at most <paramref name="limit"/>.</summary>
    public static double ClipFactor(double norm, double limit) => limit <= 0 ? 1 : Math.Min(1, limit / (norm + 1e-6));
}
