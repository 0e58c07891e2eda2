using Moe.Model.Failures;
using Moe.Model.Layers;
using Moe.Model.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>Embedding and encoder of a path, for inference.</summary>
internal static class PathEncoder
{
    /// <summary>The encoder's states [B*S, D] of a batch.</summary>
    public static Tensor Run(ModelPath path, PaddedTokens inputs)
    {
        var shape = path.Model.Shape;
        if (inputs.Columns > shape.MaxPositions)
        {
            throw new DataException(
                $"An input of {inputs.Columns} tokens does not fit the model's {shape.MaxPositions} positions. "
                + "Cut inputs to that length.");
        }
        using var scope = torch.NewDisposeScope();
        var parameters = path.Model.Parameters[ExpertId.Vocabulary];
        using var ids = torch.tensor(inputs.Ids, device: parameters.Device);
        var hidden = Embed(path, ExpertKind.Encoder, ids, inputs.Columns, 0);
        var mask = WithBias(path, ExpertKind.Encoder, inputs.Rows, inputs.Columns,
            MaskOf(inputs).Additive(shape.EncoderHeads, hidden.device, hidden.dtype));
        foreach (var experts in path.Encoder)
            hidden = Mix(experts, expert => expert.Run(hidden, inputs.Rows, mask, null, null));
        return path.Model.Vocabulary.Finish(ExpertKind.Encoder, hidden).MoveToOuterDisposeScope();
    }

    /// <summary>Embeds ids [B*T] given row by row, the first column at a position -> [B*T, D].</summary>
    public static Tensor Embed(ModelPath path, ExpertKind stack, Tensor ids, int columns, int firstPosition)
    {
        var (vocabulary, width) = (path.Model.Vocabulary, path.Model.Shape.Width);
        var summed = vocabulary.Summed(stack, ids, columns, firstPosition);
        var normed = vocabulary.EmbeddingNorm(stack) is [var gain, var bias] ? NormFunction.Apply(summed, gain, bias) : summed;
        return normed.view(-1, width);
    }

    /// <summary>
    /// What is added to the self-attention scores of whole sequences: a mask [B*H or 1, 1 or T, T], if any, and the position bias
    /// of the stack, if it has one.
    /// </summary>
    public static Tensor? WithBias(ModelPath path, ExpertKind stack, int rows, int columns, Tensor? mask)
    {
        if (path.Model.Vocabulary.PositionBias(stack) is not { } table_KH) return mask;
        var shape = path.Model.Shape;
        var bias = PositionBias.Square(table_KH, columns, stack == ExpertKind.Decoder, shape.PositionDistanceMax)
            .to_type(path.Model.Parameters[ExpertId.Vocabulary].ComputeType).repeat(rows, 1, 1);
        return mask is null ? bias : bias.add_(mask);
    }

    /// <summary>The experts' outputs, summed by weight; a single one is taken as it is.</summary>
    public static Tensor Mix((float Weight, LayerInference Layer)[] experts, Func<LayerInference, Tensor> run)
    {
        if (experts is [(1, var only)]) return run(only);
        Tensor? sum = null;
        foreach (var (weight, layer) in experts)
            sum = sum is null ? run(layer).mul_(weight) : sum.add_(run(layer), weight);
        return sum!;
    }

    /// <summary>Which places of the inputs hold tokens.</summary>
    public static PaddingMask MaskOf(PaddedTokens inputs) =>
        new(inputs.Rows, inputs.Columns, Array.ConvertAll(inputs.Mask, keep => (byte)keep));
}
