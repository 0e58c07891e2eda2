using Moe.Actors.Messages;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>A number in place of an expert's tensors.</summary>
internal static class SimulatedTensor
{
    public static OfferedState Of(ulong number) => new(Handle(number), null, null, 0);

    public static ulong Read(OfferedState state) => Read(state.Weights);

    public static TensorHandle Handle(ulong number) => new(new RemoteTensor([1], BitConverter.GetBytes(number)));

    public static ulong Read(TensorHandle handle) => BitConverter.ToUInt64(handle.Remote!.Handle);
}
