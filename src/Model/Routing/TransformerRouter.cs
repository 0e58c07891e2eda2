using Moe.Model.Failures;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// One transformer encoder layer over the model's layers, then a linear map to the experts: "transformer" and
/// "transformer_layer_specific". Four heads, feed-forward of 64 with ReLU, norms after the residual sums, dropout 0.1
/// in training (on attention, after the activation and on both branches), full attention: PyTorch's
/// TransformerEncoderLayer as the authors use it.
/// </summary>
public sealed class TransformerRouter : IRouterNetwork
{
    private const string Name = RouterLayout.Prefix + "transformer.";
    private const int Heads = 4, FeedForward = 64;
    private const double Dropout = 0.1, NormEpsilon = 1e-5;

    private readonly bool layerSpecific;
    private readonly int width;

    /// <summary>The network of a shape.</summary>
    /// <exception cref="ConfigurationException">The width cannot be split into four heads.</exception>
    public TransformerRouter(RouterShape shape, bool layerSpecific)
    {
        (Shape, this.layerSpecific) = (shape, layerSpecific);
        width = RouterLayout.SequenceWidth(shape, layerSpecific);
        if (width % Heads != 0)
        {
            throw new ConfigurationException(
                $"A transformer router over width {width}: expected a multiple of its {Heads} heads. "
                + (layerSpecific ? "Change the router's hidden width." : "Change the width of the task embeddings."));
        }
        Layout = RouterLayout.Of([
            .. RouterLayout.Sequence(shape, layerSpecific),
            (Name + "self_attn.in_proj_weight", [3L * width, width]), (Name + "self_attn.in_proj_bias", [3L * width]),
            .. RouterLayout.Linear(Name + "self_attn.out_proj", width, width),
            .. RouterLayout.Linear(Name + "linear1", width, FeedForward),
            .. RouterLayout.Linear(Name + "linear2", FeedForward, width),
            (Name + "norm1.weight", [width]), (Name + "norm1.bias", [width]),
            (Name + "norm2.weight", [width]), (Name + "norm2.bias", [width]),
            .. RouterLayout.Linear(RouterLayout.Projection, width, shape.Experts),
        ]);
    }

    /// <inheritdoc/>
    public RouterShape Shape { get; }

    /// <inheritdoc/>
    public ParameterLayout Layout { get; }

    /// <inheritdoc/>
    public Tensor Forward(Tensor embedding_BR, RouterParameters parameters, PassSettings settings)
    {
        // Rows go task by task, so that a task's layers attend to each other.
        var sequence = RouterLayout.Sequence(Shape, layerSpecific, embedding_BR, parameters).transpose(0, 1)
            .reshape(-1, width);
        var attended = Drop(Attention(sequence, parameters, settings), settings, 1);
        sequence = Norm(sequence.add(attended), parameters, "norm1");
        var active = Drop(RouterLayout.Linear(sequence, parameters, Name + "linear1").relu(), settings, 2);
        var branch = Drop(RouterLayout.Linear(active, parameters, Name + "linear2"), settings, 3);
        sequence = Norm(sequence.add(branch), parameters, "norm2");
        return RouterLayout.Linear(sequence, parameters, RouterLayout.Projection)
            .view(-1, Shape.Layers, Shape.Experts).transpose(0, 1);
    }

    private Tensor Attention(Tensor sequence, RouterParameters parameters, PassSettings settings)
    {
        var headWidth = width / Heads;
        var parts = torch.addmm(parameters[Name + "self_attn.in_proj_bias"], sequence,
                parameters[Name + "self_attn.in_proj_weight"].t(), 1, 1)
            .view(-1, Shape.Layers, 3, Heads, headWidth).permute(2, 0, 3, 1, 4)
            .reshape(3, -1, Shape.Layers, headWidth).unbind(0);
        var weights = parts[0].mul(1 / Math.Sqrt(headWidth)).bmm(parts[1].transpose(1, 2)).softmax(-1);
        var mixed = Drop(weights, settings, 0).bmm(parts[2]).view(-1, Heads, Shape.Layers, headWidth)
            .transpose(1, 2).reshape(-1, width);
        return RouterLayout.Linear(mixed, parameters, Name + "self_attn.out_proj");
    }

    private Tensor Norm(Tensor sum, RouterParameters parameters, string norm) => torch.nn.functional.layer_norm(
        sum, [width], parameters[$"{Name}{norm}.weight"], parameters[$"{Name}{norm}.bias"], NormEpsilon);

    private static Tensor Drop(Tensor hidden, PassSettings settings, ulong purpose)
    {
        var mask = settings.Training
            ? DropoutMask.Draw(settings.Stream.Sub(purpose), Dropout, hidden.shape, hidden.device, hidden.dtype)
            : null;
        return mask is null ? hidden : hidden.mul(mask);
    }
}
