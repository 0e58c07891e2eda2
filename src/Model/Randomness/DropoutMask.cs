using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Randomness;

/// <summary>Dropout masks drawn from named streams: on the processor in managed code, on a GPU by a generator there.</summary>
public static class DropoutMask
{
    /// <summary>
    /// A mask of the given shape holding 0 or 1/(1 - dropped), or null when nothing is dropped. The caller multiplies.
    /// </summary>
    public static Tensor? Draw(RandomStream stream, double dropped, long[] shape, Device device, ScalarType type)
    {
        if (dropped == 0) return null;
        if (device.type == DeviceType.CPU)
        {
            var mask = torch.empty(shape, dtype: ScalarType.Float32);
            stream.FillDropoutMask(MemoryMarshal.Cast<byte, float>(mask.bytes), dropped);
            return type == ScalarType.Float32 ? mask : mask.to_type(type);
        }
        using var generator = new Generator(stream.Key, device);
        using var uniform = torch.rand(shape, dtype: ScalarType.Float32, device: device, generator: generator);
        return uniform.ge(dropped).to_type(type).div_(1 - dropped);
    }
}
