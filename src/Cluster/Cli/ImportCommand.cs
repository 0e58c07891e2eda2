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
        Argument<string> folder = new("DIR") { Description = "A Hugging Face BART folder: config.json and model.safetensors or pytorch_model.bin." };
        Option<string?> file = new("--out") { HelpName = "FILE", Description = "Writes the routed model as a safetensors file. Left out: the folder is only checked." };
        Option<int> experts = new("--experts") { HelpName = "N", Description = "Experts a layer.", DefaultValueFactory = _ => 3 };
        Option<double> noise = new("--noise") { HelpName = "X", Description = "Noise on every expert, so that they can part.", DefaultValueFactory = _ => 1e-8 };
        Option<ulong> seed = new("--seed") { HelpName = "N", Description = "Seed of the noise.", DefaultValueFactory = _ => 42 };
        Verb verb = new("import",
            "Reads a plain BART, without running any code of its files, and makes every expert of a routed model a copy of its " +
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
            using var model = BartImport.FromFolder(
                parsed.GetRequiredValue(folder), shape => shape with { Experts = parsed.GetValue(experts) },
                new ExpertNoise(parsed.GetValue(noise)), parsed.GetValue(seed), torch.CPU);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model.Shape.EncoderLayers} + {model.Shape.DecoderLayers} layers of width {model.Shape.Width}, {model.Shape.Experts} experts " +
                $"a layer, vocabulary {model.Shape.VocabularySize}, {model.ParameterCount:N0} parameters"));
            if (parsed.GetValue(file) is { } path)
                output.WriteLine($"{path}: {RoutedBartFile.Write(path, model, router: null).ByteCount} bytes");
            return ExitCode.Success;
        });
    }
}
