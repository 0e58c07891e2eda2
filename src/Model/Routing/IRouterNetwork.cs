using Moe.Model.Layers;
using Moe.Model.Parameters;
using static TorchSharp.torch;

namespace Moe.Model.Routing;

/// <summary>
/// A router network: from a task's embedding to a logit for each layer and expert (paper notes 1.4). It holds no
/// parameters; they come as views of a flat buffer laid out by <see cref="Layout"/>.
/// </summary>
public interface IRouterNetwork
{
    /// <summary>Sizes of the network.</summary>
    RouterShape Shape { get; }

    /// <summary>The authors' parameter names in buffer order: what weight decay touches, then biases.</summary>
    ParameterLayout Layout { get; }

    /// <summary>
    /// Logits [L, B, E], encoder layers first, for task embeddings [B, R], without softmax. Ordinary tensor
    /// operations, so that autograd goes back through them when the parameters are leaves.
    /// </summary>
    Tensor Forward(Tensor embedding_BR, RouterParameters parameters, PassSettings settings);

    /// <summary>
    /// Which row of the last map makes the logit of an expert; null when one row serves the expert's number at all layers, as
    /// in the networks that read layers as a sequence.
    /// </summary>
    OutputRow? RowOf(int layer, int expert) => null;
}
