using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using TorchSharp;

namespace Moe.Model.Decoding;

/// <summary>
/// Writes answers with a model along one task's route (paper notes 1.8 and 4.1). Dense computation mixes the experts
/// of nonzero weight, each with its own memory of the tokens before; sparse computation runs one expert a layer. A
/// batch holds rows of one task.
/// </summary>
public sealed class Generator(RoutedModel model)
{
    /// <summary>
    /// The answers to inputs [B, T], each from the start id to the end id or the greatest length, without padding.
    /// </summary>
    /// <exception cref="Failures.ConfigurationException">A setting is out of range.</exception>
    /// <exception cref="Failures.DataException">The inputs are longer than the model's positions.</exception>
    public int[][] Generate(Route route, ComputationMode mode, PaddedTokens inputs, GenerationSettings settings)
    {
        settings.Validated(model.Shape);
        if (inputs.Rows == 0) return [];
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var path = new ModelPath(model, route, mode);
        return settings.Beams == 1
            ? new GreedySearch(path, inputs, settings).Run()
            : new BeamSearch(path, inputs, settings).Run();
    }
}
