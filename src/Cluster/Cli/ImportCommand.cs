using System.CommandLine;
using System.Globalization;
using Moe.Cluster.Hosting;
using Moe.Model.Import;
using Moe.Model.Initialization;
using TorchSharp;

namespace Moe.Cluster.Cli;

/// <summary>import.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        Argument<string> folder = new("DIR")
        {
            Description = "A Hugging Face BART or T5 folder: config.json and model.safetensors or pytorch_model.bin.",
        };
        var file = RunOptions.Optional<string>(
            "--out", "FILE", "Writes the routed model as a safetensors file. Left out: the folder is only checked.");
        var experts = RunOptions.WithDefault("--experts", "N", "Experts a layer.", 3);
        var noise = RunOptions.WithDefault("--noise", "X", "Noise on every expert, so that they can part.", 1e-8);
        var seed = RunOptions.WithDefault("--seed", "N", "Seed of the noise.", 42UL);
        Verb verb = new("import",
            "Reads a plain BART or T5, without running any code of its files, and makes every expert of a routed model a copy of its " +
            "layer. Training does the same by itself with training.run.initialization.folder.",
            "./cluster import bart-base",
            "./cluster import bart-base --out routed.safetensors --experts 3")
        {
            folder, file, experts, noise, seed,
        };
        return verb.Does(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            TorchLibrary.Require();
            using var model = HuggingFaceImport.FromFolder(
                parsed.GetRequiredValue(folder), plain => plain with { Experts = parsed.GetValue(experts) },
                new ExpertNoise(parsed.GetValue(noise)), parsed.GetValue(seed), torch.CPU);
            var shape = model.Shape;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{shape.EncoderLayers} + {shape.DecoderLayers} layers of width {shape.Width}, {shape.Experts} experts a layer, " +
                $"vocabulary {shape.VocabularySize}, {model.ParameterCount:N0} parameters"));
            if (parsed.GetValue(file) is { } path)
                output.WriteLine($"{path}: {RoutedModelFile.Write(path, model, router: null).ByteCount} bytes");
            return ExitCode.Success;
        });
    }
}
