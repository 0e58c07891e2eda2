using Moe.Actors.Messages;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>A number in place of an expert's tensors.</summary>
internal static class SimulatedTensor
{
    public static OfferedState Of(ulong number) =>
        new(new TensorHandle(new RemoteTensor([1], BitConverter.GetBytes(number))), null, null, 0);

    public static ulong Read(OfferedState state) => BitConverter.ToUInt64(state.Weights.Remote!.Handle);
}
