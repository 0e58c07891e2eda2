using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// One attention sub-layer of a pass with its residual. Without a memory it is self-attention with query, key and value in
/// one product. Rows are tokens: x [B*T, D], memory [B*S, D].
/// </summary>
internal sealed class AttentionBlock(TransformerLayer layer, bool isCross, TensorBag bag, PassSettings settings)
{
    private readonly Residual residual = Residual.Of(
        layer, (isCross ? layer.Names.Cross! : layer.Names.Self).Norm, bag, settings, isCross ? 1UL : 0UL);
    private Tensor input = null!;
    private Tensor? memory;
    private Segment attention = null!;

    /// <summary>The gradient of the position bias [K, H] after <see cref="Backward"/>, if there was one.</summary>
    public Tensor? PositionBiasGradient_KH { get; private set; }

    public Tensor Forward(Tensor x_ND, Tensor? memory_MD, Tensor? mask, Tensor? bias_KH, int batch)
    {
        (input, memory) = (residual.Enter(x_ND), memory_MD);
        var heads = layer.Shape.Heads;
        if (isCross)
        {
            attention = Segment.Run(bag, t => Attend(
                    SplitHeads(t[0], batch, heads, 1)[0], SplitHeads(t[1], batch, heads, 2), mask, null, batch),
                layer.CrossQuery.Forward(input), layer.CrossKeyValue.Forward(memory_MD!));
        }
        else
        {
            var projected = layer.SelfProjection.Forward(input);
            ReadOnlySpan<Tensor> inputs = bias_KH is null ? [projected] : [projected, bias_KH];
            attention = Segment.Run(bag, t =>
            {
                var parts = SplitHeads(t[0], batch, heads, 3);
                return Attend(parts[0], parts[1..], mask, t.Length > 1 ? t[1] : null, batch);
            }, inputs);
        }
        return residual.Leave(x_ND, (isCross ? layer.CrossOutput : layer.SelfOutput).Forward(attention.Output));
    }

    public (Tensor Input, Tensor? Memory) Backward(Tensor gradient, WeightGradients weights)
    {
        var (sum, branch) = residual.LeaveBackward(gradient, weights);
        var outputMap = isCross ? layer.CrossOutput : layer.SelfOutput;
        weights.Product(outputMap, attention.Output, branch);
        var inner = attention.Backward(outputMap.BackwardInput(branch));
        if (!isCross)
        {
            if (inner.Length > 1) PositionBiasGradient_KH = inner[1];
            weights.Product(layer.SelfProjection, input, inner[0]);
            return (residual.EnterBackward(sum, layer.SelfProjection, inner[0], weights), null);
        }
        weights.Product(layer.CrossQuery, input, inner[0]);
        weights.Product(layer.CrossKeyValue, memory!, inner[1]);
        return (residual.EnterBackward(sum, layer.CrossQuery, inner[0], weights), layer.CrossKeyValue.BackwardInput(inner[1]));
    }

    // [B*T, parts*H*K] -> parts tensors [B*H, T, K], with one copy for all parts.
    private static Tensor[] SplitHeads(Tensor projected, long batch, long heads, long parts)
    {
        var length = projected.shape[0] / batch;
        var headWidth = projected.shape[1] / (parts * heads);
        return projected.view(batch, length, parts, heads, headWidth).permute(2, 0, 3, 1, 4)
            .reshape(parts, batch * heads, length, headWidth).unbind(0);
    }

    private Tensor Attend(Tensor query, Tensor[] keyValue, Tensor? mask, Tensor? bias_KH, int batch)
    {
        var shape = layer.Shape;
        var keys = keyValue[0].transpose(1, 2);
        var scores = query.mul(shape.AttentionScale).bmm(keys);
        if (bias_KH is not null)
        {
            var length = (int)query.shape[1];
            var bias_HTT = PositionBias.Square(bias_KH, length, shape.IsDecoder, shape.PositionDistanceMax);
            scores = scores.view(batch, -1, length, length).add(bias_HTT.to_type(scores.dtype)).view(-1, length, length);
        }
        if (mask is not null) scores = scores.add_(mask);
        var weights = scores.softmax(-1);
        if (settings.Training)
        {
            var drop = DropoutMask.Draw(settings.Stream.Sub(isCross ? 11UL : 10UL), shape.AttentionDropout,
                weights.shape, weights.device, weights.dtype);
            if (drop is not null) weights = weights.mul(drop);
        }
        var (heads, headWidth) = (query.shape[0] / batch, query.shape[2]);
        return weights.bmm(keyValue[1]).view(batch, heads, -1, headWidth).transpose(1, 2).reshape(-1, heads * headWidth);
    }
}
