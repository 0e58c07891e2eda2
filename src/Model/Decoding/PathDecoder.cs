using Moe.Model.Layers;
using Moe.Model.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>
/// The decoder of a path, one token of every running hypothesis at a time. Lives in the dispose scope it was made in;
/// each step has a scope of its own.
/// </summary>
internal sealed class PathDecoder
{
    private readonly ModelPath path;
    private readonly (float Weight, LayerInference Layer, LayerCache Cache)[][] layers;
    private Tensor? crossMask;

    public PathDecoder(ModelPath path, PaddedTokens inputs, int beams, int lengthMax)
    {
        this.path = path;
        var memory_MD = PathEncoder.Run(path, inputs);
        crossMask = PathEncoder.MaskOf(inputs)
            .Additive(path.Model.Shape.DecoderHeads, memory_MD.device, memory_MD.dtype);
        layers = new (float, LayerInference, LayerCache)[path.Decoder.Length][];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i] = Array.ConvertAll(path.Decoder[i], expert =>
                (expert.Weight, expert.Layer, new LayerCache(expert.Layer, memory_MD, inputs.Rows, beams, lengthMax)));
        }
    }

    /// <summary>The decoder's states [N, D] after reading ids [N] at a position.</summary>
    public Tensor Step(Tensor ids_N, int position)
    {
        using var scope = torch.NewDisposeScope();
        var hidden = PathEncoder.Embed(path, ExpertKind.Decoder, ids_N, 1, position);
        var bias = BiasAt(position, (int)ids_N.shape[0]);
        foreach (var experts in layers)
        {
            Tensor? sum = null;
            foreach (var (weight, layer, cache) in experts)
            {
                var output = layer.Step(hidden, cache, position, bias, crossMask);
                if (experts.Length == 1 && weight == 1) sum = output;
                else sum = sum is null ? output.mul_(weight) : sum.add_(output, weight);
            }
            hidden = sum!;
        }
        return hidden.MoveToOuterDisposeScope();
    }

    /// <summary>Scores of the next token [N, V], float32, for states [N, D].</summary>
    public Tensor Logits(Tensor states_ND) => path.Model.Vocabulary.Logits(states_ND).to_type(ScalarType.Float32);

    /// <summary>
    /// Hypothesis i goes on from hypothesis order[i] of the same row; <paramref name="length"/> positions are in use.
    /// </summary>
    public void Reorder(int[] order, int length)
    {
        using var scope = torch.NewDisposeScope();
        var order_N = torch.tensor(Array.ConvertAll(order, i => (long)i), device: layers[0][0].Cache.Keys.device);
        foreach (var experts in layers)
        {
            foreach (var (_, _, cache) in experts) cache.Reorder(order_N, length);
        }
    }

    /// <summary>Drops all rows but some; for one hypothesis a row.</summary>
    public void Keep(int[] rows)
    {
        using var scope = torch.NewDisposeScope();
        var rows_N = torch.tensor(Array.ConvertAll(rows, i => (long)i), device: layers[0][0].Cache.Keys.device);
        foreach (var experts in layers)
        {
            foreach (var (_, _, cache) in experts) cache.Keep(rows_N);
        }
        if (crossMask is null) return;
        using var all = crossMask;
        crossMask = all.view(-1, path.Model.Shape.DecoderHeads, all.shape[2]).index_select(0, rows_N)
            .view(-1, 1, all.shape[2]).MoveToOuterDisposeScope();
    }

    // What position bias adds to the scores of one query a hypothesis [N*H, 1, position + 1].
    private Tensor? BiasAt(int position, int count) => path.Model.Vocabulary.PositionBias(ExpertKind.Decoder) is { } table_KH
        ? PositionBias.Row(table_KH, position, path.Model.Shape.PositionDistanceMax)
            .to_type(path.Model.Parameters[ExpertId.Vocabulary].ComputeType).repeat(count, 1, 1)
        : null;
}
