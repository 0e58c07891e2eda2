using Moe.Model.Failures;
using Moe.Model.Parameters;
using Moe.Model.Weights;
using TorchSharp;

namespace Moe.Model.Import;

/// <summary>
/// A router network's weights as a safetensors file, a tensor a parameter. With the task vectors beside it (see
/// <see cref="TaskEmbeddings.TaskVectorFiles"/>) it holds the routes that a first training learned, for a second one to
/// start from (paper notes 3.6).
/// </summary>
public static class RouterFile
{
    /// <summary>The name it is given beside task vectors.</summary>
    public const string Name = "router.safetensors";

    /// <summary>Writes a network's weights.</summary>
    /// <exception cref="EnvironmentException">The file cannot be written.</exception>
    public static WrittenWeights Write(string path, FlatParameters router) =>
        ParameterWriter.Write(path, router.Layout.Slots.Select(slot => (slot.Name, router, slot)));

    /// <summary>Fills a network of the same kind and sizes.</summary>
    /// <exception cref="WeightsException">The file is missing or damaged, or of another network; tensors are named.</exception>
    public static void Load(string path, FlatParameters router)
    {
        using var _ = torch.no_grad();
        using var file = SafeTensorsFile.Open(path);
        var matcher = new TensorMatcher(path, Backbone.Bart, file.Tensors,
            "Set training.run.router and the numbers of layers and experts to those of the run that it was exported from.");
        foreach (var slot in router.Layout.Slots) matcher.Take(slot.Name, slot.Name, router);
        matcher.Finish();
        router.WeightsChanged();
    }
}
