using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>One micro-batch through the norm after a stack's last layer: drop(RMS(x)), for x of any shape [.., D].</summary>
public sealed class FinalNormPass : IDisposable
{
    private readonly VocabularyLayer vocabulary;
    private readonly string norm;
    private readonly TensorBag bag = new();
    private readonly Segment segment;
    private Tensor? gain;

    internal FinalNormPass(VocabularyLayer vocabulary, ExpertKind stack, Tensor hidden, PassSettings settings)
    {
        (this.vocabulary, norm) = (vocabulary, vocabulary.Names.FinalNorm(stack)!);
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        segment = Segment.Run(bag, t =>
        {
            var normed = NormFunction.Apply(t[0], t[1], null);
            var drop = settings.Training
                ? DropoutMask.Draw(settings.Stream, vocabulary.Shape.Dropout, normed.shape, normed.device, normed.dtype)
                : null;
            return drop is null ? normed : normed.mul(drop);
        }, hidden, vocabulary.Parameters.Weight(norm));
    }

    /// <summary>The finished states, in the shape of the input.</summary>
    public Tensor Output => segment.Output;

    /// <summary>The gradient of the input from that of the output. Call once. The caller owns it.</summary>
    public Tensor Backward(Tensor gradient)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var gradients = segment.Backward(gradient);
        gain = bag.Keep(gradients[1]);
        return gradients[0].MoveToOuterDisposeScope();
    }

    /// <summary>Adds the gain's gradient. The loss's pass, which comes first in a step, has cleared the buffer.</summary>
    public void AddWeightGradients() => vocabulary.Parameters.Gradient(norm)
        .add_(gain ?? throw new InvalidOperationException("AddWeightGradients before Backward."));

    /// <inheritdoc/>
    public void Dispose() => bag.Dispose();
}
