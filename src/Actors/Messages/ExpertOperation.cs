using Moe.Model;
using Moe.Model.Layers;

namespace Moe.Actors.Messages;

/// <summary>
/// One piece of work an expert does for a micro-batch. A micro-batch opens with the operation whose <see cref="Opens"/>
/// is set and is complete after the one whose <see cref="Closes"/> is set; then its gradients wait for their turn.
/// </summary>
public abstract record ExpertOperation
{
    /// <summary>Name within the micro-batch; a repeated request carries the same one.</summary>
    public abstract string Name { get; }

    /// <summary>The tensors it carries.</summary>
    public virtual IReadOnlyList<TensorHandle> Handles => [];

    /// <summary>Whether it is the first of a micro-batch at this expert.</summary>
    public virtual bool Opens => false;

    /// <summary>Whether it is the last of a micro-batch at this expert.</summary>
    public virtual bool Closes => false;

    /// <summary>Whether it goes back through the layers: such work goes first on a lane.</summary>
    public virtual bool IsBackward => false;

    /// <summary>A layer's forward pass over hidden states [B, T, D]; for T5 with the position bias of its stack.</summary>
    public sealed record RunLayer(
        TensorHandle Hidden, PaddingMask Padding, TensorHandle? Memory, PaddingMask? MemoryPadding, TensorHandle? PositionBias)
        : ExpertOperation
    {
        /// <inheritdoc/>
        public override string Name => "forward";

        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => new[] { Hidden, Memory, PositionBias }.OfType<TensorHandle>().ToArray();

        /// <inheritdoc/>
        public override bool Opens => true;
    }

    /// <summary>A layer's backward pass, given the gradient of its output.</summary>
    public sealed record RunLayerBackward(TensorHandle Gradient) : ExpertOperation
    {
        /// <inheritdoc/>
        public override string Name => "backward";

        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => [Gradient];

        /// <inheritdoc/>
        public override bool Closes => true;

        /// <inheritdoc/>
        public override bool IsBackward => true;
    }

    /// <summary>The vocabulary ends the encoder with its last norm (T5): hidden states [B, T, D] become the memory.</summary>
    public sealed record FinishSource(TensorHandle Hidden) : ExpertOperation
    {
        /// <inheritdoc/>
        public override string Name => "finish-source";

        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => [Hidden];
    }

    /// <summary>The way back from the memory to the encoder's last layer.</summary>
    public sealed record FinishSourceBackward(TensorHandle Gradient) : ExpertOperation
    {
        /// <inheritdoc/>
        public override string Name => "finish-source-backward";

        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => [Gradient];

        /// <inheritdoc/>
        public override bool IsBackward => true;
    }

    /// <summary>The vocabulary embeds ids [B, T], row by row, for a stack.</summary>
    public sealed record Embed(ExpertKind Stack, ReadOnlyMemory<long> Ids, int Rows) : ExpertOperation
    {
        /// <inheritdoc/>
        public override string Name => Stack == ExpertKind.Encoder ? "embed-source" : "embed-target";

        /// <inheritdoc/>
        public override bool Opens => Stack == ExpertKind.Encoder;
    }

    /// <summary>The vocabulary scores decoder states [B, U, D] against labels [B, U].</summary>
    public sealed record Score(TensorHandle Hidden, ReadOnlyMemory<long> Labels) : ExpertOperation
    {
        /// <inheritdoc/>
        public override string Name => "score";

        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => [Hidden];
    }

    /// <summary>
    /// The vocabulary takes the gradient of an embedding and, for T5, of the stack's position bias; the source's is the last of
    /// a micro-batch.
    /// </summary>
    public sealed record EmbedBackward(ExpertKind Stack, TensorHandle Gradient, TensorHandle? PositionBias) : ExpertOperation
    {
        /// <inheritdoc/>
        public override string Name => Stack == ExpertKind.Encoder ? "embed-source-backward" : "embed-target-backward";

        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => PositionBias is null ? [Gradient] : [Gradient, PositionBias];

        /// <inheritdoc/>
        public override bool Closes => Stack == ExpertKind.Encoder;

        /// <inheritdoc/>
        public override bool IsBackward => true;
    }
}
