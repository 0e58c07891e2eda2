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
        var hidden = Embed(path, "model.encoder", ids, inputs.Columns, 0);
        var mask = MaskOf(inputs).Additive(shape.EncoderHeads, hidden.device, hidden.dtype);
        foreach (var experts in path.Encoder)
            hidden = Mix(experts, expert => expert.Run(hidden, inputs.Rows, mask, null, null));
        return hidden.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// LN(token + position) for ids [B*T] given row by row, the first column at a position -> [B*T, D].
    /// </summary>
    public static Tensor Embed(ModelPath path, string stack, Tensor ids, int columns, int firstPosition)
    {
        var (parameters, width) = (path.Model.Parameters[ExpertId.Vocabulary], path.Model.Shape.Width);
        var tokens = parameters.Weight(VocabularyLayer.SharedName).index_select(0, ids);
        var positions = parameters.Weight(stack + ".embed_positions.weight")
            .narrow(0, VocabularyLayer.PositionRow(firstPosition), columns);
        return torch.nn.functional.layer_norm(tokens.view(-1, columns, width).add(positions), [width],
            parameters.Weight(stack + ".layernorm_embedding.weight"),
            parameters.Weight(stack + ".layernorm_embedding.bias"),
            BartLayer.NormEpsilon).view(-1, width);
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
