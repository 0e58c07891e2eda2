using Moe.Model.Parameters;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// One BART layer (post-norm; paper notes 1.1): x = LN(x + drop(SelfAttention(x))), for a decoder then
/// x = LN(x + drop(CrossAttention(x, memory))), then x = LN(x + drop(W2 drop(gelu(W1 x)))).
/// </summary>
public sealed class BartLayer : IExpertLayer
{
    internal const double NormEpsilon = 1e-5;

    /// <summary>The layer over parameters laid out by <see cref="BartLayerShape.Layout"/>.</summary>
    public BartLayer(BartLayerShape shape, FlatParameters parameters)
    {
        (Shape, Parameters) = (shape, parameters);
        SelfProjection = new LinearMap(parameters, "self_attn.q_proj", "self_attn.v_proj");
        SelfOutput = new LinearMap(parameters, "self_attn.out_proj");
        if (shape.IsDecoder)
        {
            CrossQuery = new LinearMap(parameters, "encoder_attn.q_proj");
            CrossKeyValue = new LinearMap(parameters, "encoder_attn.k_proj", "encoder_attn.v_proj");
            CrossOutput = new LinearMap(parameters, "encoder_attn.out_proj");
        }
        First = new LinearMap(parameters, "fc1");
        Second = new LinearMap(parameters, "fc2");
    }

    internal BartLayerShape Shape { get; }

    internal FlatParameters Parameters { get; }

    internal LinearMap SelfProjection { get; }

    internal LinearMap SelfOutput { get; }

    internal LinearMap CrossQuery { get; }

    internal LinearMap CrossKeyValue { get; }

    internal LinearMap CrossOutput { get; }

    internal LinearMap First { get; }

    internal LinearMap Second { get; }

    /// <inheritdoc/>
    public ILayerPass Forward(LayerInput input, PassSettings settings)
    {
        if (Shape.IsDecoder != input.Memory_BSD is not null)
            throw new ArgumentException(Shape.IsDecoder ? "A decoder layer needs the encoder's output."
                : "An encoder layer takes no memory.");
        Shapes.Expect("hidden_BTD", input.Hidden_BTD, input.Padding.Rows, input.Padding.Columns, Shape.Width);
        return settings.Recompute
            ? new RecomputedPass(this, input, settings)
            : new BartLayerPass(this, input, settings);
    }
}
