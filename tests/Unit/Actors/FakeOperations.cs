using Moe.Actors.Messages;
using Moe.Actors.Router;
using Moe.Model;
using Moe.Model.Layers;

namespace Moe.Unit.Specs.Actors;

/// <summary>Operations and results without tensors behind their handles.</summary>
internal static class FakeOperations
{
    private static readonly PaddingMask Mask = new(1, 1, new byte[] { 1 });

    public static ExpertOperation Forward => new ExpertOperation.RunLayer(Handle, Mask, null, null, null);

    public static ExpertOperation Backward => new ExpertOperation.RunLayerBackward(Handle);

    public static OperationResult Result => new OperationResult.Done();

    private static TensorHandle Handle => new([1], null);

    /// <summary>What a router asks for at a stop.</summary>
    public static ExpertOperation At(JourneyStop stop) => stop.Kind switch
    {
        StopKind.EmbedSource => new ExpertOperation.Embed(ExpertKind.Encoder, new long[1], 1),
        StopKind.EmbedTarget => new ExpertOperation.Embed(ExpertKind.Decoder, new long[1], 1),
        StopKind.Score => new ExpertOperation.Score(Handle, new long[1]),
        StopKind.EmbedTargetBackward => new ExpertOperation.EmbedBackward(ExpertKind.Decoder, Handle, null),
        StopKind.EmbedSourceBackward => new ExpertOperation.EmbedBackward(ExpertKind.Encoder, Handle, null),
        StopKind.FinishSource => new ExpertOperation.FinishSource(Handle),
        StopKind.FinishSourceBackward => new ExpertOperation.FinishSourceBackward(Handle),
        StopKind.LayerBackward => Backward,
        _ => Forward,
    };
}
