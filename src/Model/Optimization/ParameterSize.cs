using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Moe.Model.Parameters;
using TorchSharp;

namespace Moe.Model.Optimization;

/// <summary>How large the numbers of a parameter are: what its learning rate is measured by when rates are relative.</summary>
public static class ParameterSize
{
    // Adafactor's second epsilon: what is still 0 must be able to move.
    private const double Least = 1e-3;
    private const int Block = 1 << 14;

    /// <summary>max(0.001, root mean square of the weights), Shazeer and Stern 2018, section 8; in double over fixed blocks.</summary>
    public static double Of(FlatParameters parameters, ParameterSlot slot) =>
        Math.Max(Least, Math.Sqrt(SumOfSquares(parameters, slot) / slot.Count));

    private static double SumOfSquares(FlatParameters parameters, ParameterSlot slot)
    {
        if (parameters.Device.type != DeviceType.CPU)
        {
            using var scope = torch.NewDisposeScope();
            return parameters.Weights.narrow(0, slot.Offset, slot.Count).square().sum(torch.ScalarType.Float64).ToDouble();
        }
        var weights = MemoryMarshal.Cast<byte, float>(parameters.Weights.bytes).Slice((int)slot.Offset, (int)slot.Count);
        var sum = 0.0;
        for (var start = 0; start < weights.Length; start += Block)
            sum += TensorPrimitives.SumOfSquares(weights.Slice(start, Math.Min(Block, weights.Length - start)));
        return sum;
    }
}
