using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Model.Import;

/// <summary>The weights of a model folder: model.safetensors, or a file of torch.save.</summary>
internal sealed class WeightsFolder : IDisposable
{
    private static readonly string[] Names = ["model.safetensors", "pytorch_model.bin", "model.pt"];

    private readonly IDisposable file;

    private WeightsFolder(string path, IDisposable file, IReadOnlyList<TensorRecord> tensors) =>
        (Path, this.file, Tensors) = (path, file, tensors);

    /// <summary>The file, for messages.</summary>
    public string Path { get; }

    /// <summary>All tensors.</summary>
    public IReadOnlyList<TensorRecord> Tensors { get; }

    /// <summary>Opens the first of the known names that is there.</summary>
    /// <exception cref="WeightsException">None is there, or it is damaged.</exception>
    public static WeightsFolder Open(string folder)
    {
        var path = Array.ConvertAll(Names, name => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new WeightsException(
                $"{folder}: holds no weights: expected one of {string.Join(", ", Names)}. "
                + "Is it the folder of a model? Weights in several files must be joined first.");
        if (path.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            var file = SafeTensorsFile.Open(path);
            return new WeightsFolder(path, file, file.Tensors);
        }
        var pickle = TorchPickleFile.Open(path);
        return new WeightsFolder(path, pickle, pickle.Tensors);
    }

    public void Dispose() => file.Dispose();
}
