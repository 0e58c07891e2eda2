using Moe.Model.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>
/// A <see cref="TransformerLayer"/> run for its output alone: no graph, no dropout, and for a decoder layer one token at a
/// time over cached keys and values. Reads the same parameters as training does. Rows are tokens: hidden_ND.
/// </summary>
internal sealed class LayerInference(TransformerLayer layer)
{
    public int Heads => layer.Shape.Heads;

    public int HeadWidth => layer.Shape.HeadWidth;

    private float Scale => layer.Shape.AttentionScale;

    private LayerNames Names => layer.Names;

    /// <summary>
    /// Whole sequences of <paramref name="rows"/> rows. Masks are additive [B*H, 1 or T, S], null for none; that of T5's
    /// self-attention holds the position bias. A decoder layer needs the encoder's states [B*S, D].
    /// </summary>
    public Tensor Run(Tensor hidden_ND, int rows, Tensor? selfMask, Tensor? memory_MD, Tensor? crossMask)
    {
        var parts = SplitHeads(layer.SelfProjection.Forward(Enter(hidden_ND, Names.Self.Norm)), rows, 3);
        var attended = InferenceAttention.Full(parts[0], parts[1], parts[2], selfMask, Scale);
        var state = Leave(hidden_ND, layer.SelfOutput.Forward(JoinHeads(attended, rows)), Names.Self.Norm);
        if (memory_MD is not null)
        {
            var query = SplitHeads(layer.CrossQuery.Forward(Enter(state, Names.Cross!.Norm)), rows, 1)[0];
            var (keys, values) = CrossKeys(memory_MD, rows);
            attended = InferenceAttention.Full(query, keys, values, crossMask, Scale);
            state = Leave(state, layer.CrossOutput.Forward(JoinHeads(attended, rows)), Names.Cross.Norm);
        }
        return FeedForward(state);
    }

    /// <summary>Keys and values of the encoder's states [B*S, D], each [B*H, S, K].</summary>
    public (Tensor Keys, Tensor Values) CrossKeys(Tensor memory_MD, int rows)
    {
        var parts = SplitHeads(layer.CrossKeyValue.Forward(memory_MD), rows, 2);
        return (parts[0], parts[1]);
    }

    /// <summary>
    /// One token of each running hypothesis, hidden_ND, at a position; its keys and values go into the cache.
    /// <paramref name="selfBias"/> is the position bias [N*H, 1, position + 1], null for BART.
    /// </summary>
    public Tensor Step(Tensor hidden_ND, LayerCache cache, int position, Tensor? selfBias, Tensor? crossMask)
    {
        var count = hidden_ND.shape[0];
        var parts = layer.SelfProjection.Forward(Enter(hidden_ND, Names.Self.Norm)).view(count, 3, Heads, HeadWidth).unbind(1);
        cache.Append(parts[1], parts[2], position);
        var attended = InferenceAttention.Cached(
            parts[0].reshape(-1, 1, HeadWidth), cache.Keys, cache.Values, position + 1, selfBias, Scale);
        var state = Leave(hidden_ND, layer.SelfOutput.Forward(attended.view(count, -1)), Names.Self.Norm);

        var query = SplitHeads(layer.CrossQuery.Forward(Enter(state, Names.Cross!.Norm)), cache.Rows, 1)[0];
        attended = InferenceAttention.Cached(
            query, cache.CrossKeys, cache.CrossValues, (int)cache.CrossKeys.shape[1], crossMask, Scale);
        state = Leave(state, layer.CrossOutput.Forward(JoinHeads(attended, cache.Rows)), Names.Cross.Norm);
        return FeedForward(state);
    }

    private Tensor FeedForward(Tensor state)
    {
        var inner = layer.First.Forward(Enter(state, Names.FeedForwardNorm));
        return Leave(state, layer.Second.Forward(Activation.Apply(layer.Shape.Backbone, inner)), Names.FeedForwardNorm);
    }

    // [B*T, parts*H*K] -> parts tensors [B*H, T, K].
    private Tensor[] SplitHeads(Tensor projected, int rows, int parts) =>
        projected.view(rows, -1, parts, Heads, HeadWidth).permute(2, 0, 3, 1, 4)
            .reshape(parts, rows * Heads, -1, HeadWidth).unbind(0);

    // [B*H, T, K] -> [B*T, H*K].
    private Tensor JoinHeads(Tensor attended, int rows) =>
        attended.view(rows, Heads, -1, HeadWidth).transpose(1, 2).reshape(-1, Heads * HeadWidth);

    // What stands around a sub-layer, see Residual.
    private Tensor Enter(Tensor state, string norm) =>
        layer.Shape.Backbone == Backbone.Bart ? state : NormFunction.Apply(state, layer.Parameters.Weight(norm + ".weight"), null);

    private Tensor Leave(Tensor state, Tensor branch, string norm)
    {
        var sum = branch.add_(state);
        return layer.Shape.Backbone == Backbone.Bart
            ? NormFunction.Apply(sum, layer.Parameters.Weight(norm + ".weight"), layer.Parameters.Weight(norm + ".bias"))
            : sum;
    }
}
