using Moe.Actors.Messages;
using Moe.Actors.Router;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>An operation without tensors: what an expert is asked for at a stop of a micro-batch's way.</summary>
internal sealed record TimedOperation(JourneyStop Stop) : ExpertOperation
{
    /// <inheritdoc/>
    public override string Name => Stop.Operation;

    /// <inheritdoc/>
    public override bool Opens => Stop.Kind is StopKind.Layer or StopKind.EmbedSource;

    /// <inheritdoc/>
    public override bool Closes => Stop.Kind is StopKind.LayerBackward or StopKind.EmbedSourceBackward;

    /// <inheritdoc/>
    public override bool IsBackward =>
        Stop.Kind is StopKind.LayerBackward or StopKind.EmbedTargetBackward or StopKind.EmbedSourceBackward;
}

/// <summary>The answer to one: its stop says how many bytes it has.</summary>
internal sealed record TimedResult(JourneyStop Stop) : OperationResult;
