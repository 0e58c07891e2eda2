using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// One attention sub-layer of a pass with its residual norm: LN(x + drop(Attention(x, memory))). Without a memory it
/// is self-attention with query, key and value in one product. Rows are tokens: x [B*T, D], memory [B*S, D].
/// </summary>
internal sealed class AttentionBlock(BartLayer layer, string name, TensorBag bag, PassSettings settings)
{
    private readonly bool isCross = name == "encoder_attn";
    private Tensor input = null!;
    private Tensor? memory;
    private Segment attention = null!;
    private ResidualNorm residual = null!;

    public Tensor Forward(Tensor x_ND, Tensor? memory_MD, Tensor? mask, int batch)
    {
        (input, memory) = (x_ND, memory_MD);
        var shape = layer.Shape;
        var (width, heads) = (shape.Width, shape.Heads);
        if (isCross)
        {
            attention = Segment.Run(bag, t => Attend(
                    SplitHeads(t[0], batch, heads, 1)[0], SplitHeads(t[1], batch, heads, 2), mask, batch),
                layer.CrossQuery.Forward(x_ND), layer.CrossKeyValue.Forward(memory_MD!));
        }
        else
        {
            attention = Segment.Run(bag, t =>
            {
                var parts = SplitHeads(t[0], batch, heads, 3);
                return Attend(parts[0], parts[1..], mask, batch);
            }, layer.SelfProjection.Forward(x_ND));
        }
        var output = (isCross ? layer.CrossOutput : layer.SelfOutput).Forward(attention.Output);
        residual = new ResidualNorm(layer, name + "_layer_norm", bag, settings);
        return residual.Forward(x_ND, output);
    }

    public (Tensor Input, Tensor? Memory) Backward(
        Tensor gradient, List<(LinearMap, Tensor, Tensor)> products, List<(string, Tensor, Tensor)> norms)
    {
        var (sum, branch) = residual.Backward(gradient, norms);
        var outputMap = isCross ? layer.CrossOutput : layer.SelfOutput;
        products.Add((outputMap, attention.Output, branch));
        var inner = attention.Backward(outputMap.BackwardInput(branch));
        if (!isCross)
        {
            products.Add((layer.SelfProjection, input, inner[0]));
            return (layer.SelfProjection.BackwardInputInto(sum, inner[0]), null);
        }
        products.Add((layer.CrossQuery, input, inner[0]));
        products.Add((layer.CrossKeyValue, memory!, inner[1]));
        return (layer.CrossQuery.BackwardInputInto(sum, inner[0]), layer.CrossKeyValue.BackwardInput(inner[1]));
    }

    // [B*T, parts*D] -> parts tensors [B*H, T, K], with one copy for all parts.
    private static Tensor[] SplitHeads(Tensor projected, long batch, long heads, long parts)
    {
        var length = projected.shape[0] / batch;
        var headWidth = projected.shape[1] / (parts * heads);
        return projected.view(batch, length, parts, heads, headWidth).permute(2, 0, 3, 1, 4)
            .reshape(parts, batch * heads, length, headWidth).unbind(0);
    }

    private Tensor Attend(Tensor query, Tensor[] keyValue, Tensor? mask, int batch)
    {
        var scale = 1f / MathF.Sqrt(query.shape[2]);
        var keys = keyValue[0].transpose(1, 2);
        var scores = query.mul(scale).bmm(keys);
        if (mask is not null) scores = scores.add_(mask);
        var weights = scores.softmax(-1);
        if (settings.Training)
        {
            var drop = DropoutMask.Draw(settings.Stream.Sub(isCross ? 11UL : 10UL), layer.Shape.AttentionDropout,
                weights.shape, weights.device, weights.dtype);
            if (drop is not null) weights = weights.mul(drop);
        }
        var (heads, headWidth) = (query.shape[0] / batch, query.shape[2]);
        return weights.bmm(keyValue[1]).view(batch, heads, -1, headWidth).transpose(1, 2).reshape(-1, heads * headWidth);
    }
}
