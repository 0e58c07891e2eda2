namespace Moe.Actors.Messages;

/// <summary>What an <see cref="ExpertOperation"/> gives back.</summary>
public abstract record OperationResult
{
    /// <summary>The tensors it carries.</summary>
    public virtual IReadOnlyList<TensorHandle> Handles => [];

    /// <summary>Nothing but that it is done.</summary>
    public sealed record Done : OperationResult;

    /// <summary>Hidden states, of a forward pass or an embedding; T5's embedding gives the stack's position bias too.</summary>
    public sealed record Hidden(TensorHandle Value, TensorHandle? PositionBias) : OperationResult
    {
        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => PositionBias is null ? [Value] : [Value, PositionBias];
    }

    /// <summary>
    /// Gradients of a layer's input, for a decoder layer of the encoder's output, and for T5 of the position bias.
    /// </summary>
    public sealed record Gradients(TensorHandle Input, TensorHandle? Memory, TensorHandle? PositionBias) : OperationResult
    {
        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles =>
            new[] { Input, Memory, PositionBias }.OfType<TensorHandle>().ToArray();
    }

    /// <summary>Loss summed over label tokens, in all and by row, and the gradient of the decoder's states.</summary>
    public sealed record Scored(double Loss, int Tokens, double[] RowLoss, int[] RowTokens, TensorHandle Gradient) : OperationResult
    {
        /// <inheritdoc/>
        public override IReadOnlyList<TensorHandle> Handles => [Gradient];
    }
}
