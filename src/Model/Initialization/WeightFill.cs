using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Initialization;

/// <summary>
/// Fills named parameters with numbers. Random ones are drawn in plain code, element by element from the stream's
/// position, so they depend neither on the device nor on the order in which parameters are filled.
/// </summary>
internal static class WeightFill
{
    private const int Block = 1 << 14;

    /// <summary>N(0, deviation).</summary>
    public static void Normal(FlatParameters parameters, ParameterSlot slot, RandomStream stream, double deviation) =>
        Write(parameters, slot, Draw(slot.Count, i => (float)(deviation * stream.Normal(i))));

    /// <summary>Uniform between -bound and bound.</summary>
    public static void Uniform(FlatParameters parameters, ParameterSlot slot, RandomStream stream, double bound) =>
        Write(parameters, slot, Draw(slot.Count, i => (float)(bound * (2 * stream.Uniform(i) - 1))));

    /// <summary>Uniform with the bound of Glorot and Bengio, gain * sqrt(6 / (in + out)), for a matrix [out, in].</summary>
    public static void Xavier(FlatParameters parameters, ParameterSlot slot, RandomStream stream, double gain = 1) =>
        Uniform(parameters, slot, stream, gain * Math.Sqrt(6.0 / (slot.Shape[0] + slot.Shape[1])));

    /// <summary>One value everywhere.</summary>
    public static void Constant(FlatParameters parameters, ParameterSlot slot, float value)
    {
        using var range = parameters.Weights.narrow(0, slot.Offset, slot.Count);
        range.fill_(value);
    }

    /// <summary>Standard normal numbers for a whole flat buffer, each parameter from its own stream.</summary>
    public static Tensor Noise(FlatParameters parameters, Func<ParameterSlot, RandomStream> streamOf)
    {
        var parts = parameters.Layout.Slots.Select(slot =>
        {
            var stream = streamOf(slot);
            return Draw(slot.Count, i => (float)stream.Normal(i));
        });
        return torch.cat(parts.Select(part => torch.tensor(part, device: parameters.Device)).ToArray());
    }

    private static void Write(FlatParameters parameters, ParameterSlot slot, float[] values)
    {
        using var source = torch.tensor(values, slot.Shape, device: parameters.Device);
        parameters.Load(slot.Name, source);
    }

    private static float[] Draw(long count, Func<ulong, float> at)
    {
        var values = new float[count];
        Parallel.For(0, (values.Length + Block - 1) / Block, block =>
        {
            var end = Math.Min(values.Length, (block + 1) * Block);
            for (var i = block * Block; i < end; i++) values[i] = at((ulong)i);
        });
        return values;
    }
}
