using Moe.Model.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Decoding;

/// <summary>
/// A <see cref="BartLayer"/> run for its output alone: no graph, no dropout, and for a decoder layer one token at a
/// time over cached keys and values. Reads the same parameters as training does. Rows are tokens: hidden_ND.
/// </summary>
internal sealed class LayerInference(BartLayer layer)
{
    public int Heads => layer.Shape.Heads;

    public int HeadWidth => layer.Shape.Width / layer.Shape.Heads;

    /// <summary>
    /// Whole sequences of <paramref name="rows"/> rows. Masks are additive [B*H, 1 or T, S], null for none; a decoder
    /// layer needs the encoder's states [B*S, D].
    /// </summary>
    public Tensor Run(Tensor hidden_ND, int rows, Tensor? selfMask, Tensor? memory_MD, Tensor? crossMask)
    {
        var parts = SplitHeads(layer.SelfProjection.Forward(hidden_ND), rows, 3);
        var attended = InferenceAttention.Full(parts[0], parts[1], parts[2], selfMask);
        var state = Norm(hidden_ND, layer.SelfOutput.Forward(JoinHeads(attended, rows)), "self_attn_layer_norm");
        if (memory_MD is not null)
        {
            var query = SplitHeads(layer.CrossQuery.Forward(state), rows, 1)[0];
            var (keys, values) = CrossKeys(memory_MD, rows);
            attended = InferenceAttention.Full(query, keys, values, crossMask);
            state = Norm(state, layer.CrossOutput.Forward(JoinHeads(attended, rows)), "encoder_attn_layer_norm");
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
    /// </summary>
    public Tensor Step(Tensor hidden_ND, LayerCache cache, int position, Tensor? crossMask)
    {
        var count = hidden_ND.shape[0];
        var parts = layer.SelfProjection.Forward(hidden_ND).view(count, 3, Heads, HeadWidth).unbind(1);
        cache.Append(parts[1], parts[2], position);
        var attended = InferenceAttention.Cached(
            parts[0].reshape(-1, 1, HeadWidth), cache.Keys, cache.Values, position + 1, null);
        var state = Norm(hidden_ND, layer.SelfOutput.Forward(attended.view(count, -1)), "self_attn_layer_norm");

        var query = SplitHeads(layer.CrossQuery.Forward(state), cache.Rows, 1)[0];
        attended = InferenceAttention.Cached(
            query, cache.CrossKeys, cache.CrossValues, (int)cache.CrossKeys.shape[1], crossMask);
        state = Norm(state, layer.CrossOutput.Forward(JoinHeads(attended, cache.Rows)), "encoder_attn_layer_norm");
        return FeedForward(state);
    }

    private Tensor FeedForward(Tensor state) =>
        Norm(state, layer.Second.Forward(torch.nn.functional.gelu(layer.First.Forward(state))), "final_layer_norm");

    // [B*T, parts*D] -> parts tensors [B*H, T, K].
    private Tensor[] SplitHeads(Tensor projected, int rows, int parts) =>
        projected.view(rows, -1, parts, Heads, HeadWidth).permute(2, 0, 3, 1, 4)
            .reshape(parts, rows * Heads, -1, HeadWidth).unbind(0);

    // [B*H, T, K] -> [B*T, D].
    private Tensor JoinHeads(Tensor attended, int rows) =>
        attended.view(rows, Heads, -1, HeadWidth).transpose(1, 2).reshape(-1, Heads * HeadWidth);

    private Tensor Norm(Tensor state, Tensor branch, string norm)
    {
        var parameters = layer.Parameters;
        return torch.nn.functional.layer_norm(branch.add_(state), [layer.Shape.Width],
            parameters.Weight(norm + ".weight"), parameters.Weight(norm + ".bias"), BartLayer.NormEpsilon);
    }
}
