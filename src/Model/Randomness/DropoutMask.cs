using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Randomness;

/// <summary>Dropout masks drawn from named streams, with the same bits on every device.</summary>
public static class DropoutMask
{
    /// <summary>
    /// A mask of the given shape holding 0 or 1/(1 - dropped), or null when nothing is dropped. The caller multiplies.
    /// </summary>
    public static Tensor? Draw(RandomStream stream, double dropped, long[] shape, Device device, ScalarType type)
    {
        if (dropped == 0) return null;
        var mask = device.type == DeviceType.CPU
            ? OnProcessor(stream, dropped, shape)
            : OnDevice(stream, dropped, shape, device);
        return type == ScalarType.Float32 ? mask : mask.to_type(type);
    }

    private static Tensor OnProcessor(RandomStream stream, double dropped, long[] shape)
    {
        var mask = torch.empty(shape, dtype: ScalarType.Float32);
        stream.FillDropoutMask(MemoryMarshal.Cast<byte, float>(mask.bytes), dropped);
        return mask;
    }

    /// <summary>
    /// The hash of <see cref="RandomStream.FillDropoutMask"/> in tensor operations: TorchSharp has no generators on
    /// devices but libtorch's global one. Int32 wraps like UInt32; a shift to the right is cut to what is not sign.
    /// </summary>
    internal static Tensor OnDevice(RandomStream stream, double dropped, long[] shape, Device device)
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.arange(shape.Aggregate(1L, (product, size) => product * size), ScalarType.Int32, device);
        x.bitwise_xor_(Whole((uint)stream.Key, device));
        Fold(x, 16).mul_(unchecked((int)0x7FEB352D));
        Fold(x, 15).add_(unchecked((int)(stream.Key >> 32))).mul_(unchecked((int)0x846CA68B));
        Fold(x, 16).mul_(unchecked((int)0x9E3779B1));
        Fold(x, 15);
        // With the highest bit turned, signed numbers compare as the unsigned ones they stand for.
        x.bitwise_xor_(Whole(1u << 31, device));
        var kept = x.ge(unchecked((int)(RandomStream.DropoutThreshold(dropped) ^ (1u << 31))));
        return kept.to_type(ScalarType.Float32).mul_(1 / (1 - dropped)).view(shape).MoveToOuterDisposeScope();
    }

    private static Tensor Fold(Tensor x, int bits)
    {
        var shifted = x.bitwise_right_shift(Whole((uint)bits, x.device));
        return x.bitwise_xor_(shifted.bitwise_and_(Whole(uint.MaxValue >> bits, x.device)));
    }

    private static Tensor Whole(uint bits, Device device) =>
        torch.full(1, unchecked((int)bits), ScalarType.Int32, device);
}
