using System.CommandLine;
using System.Globalization;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.Runs;
using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Cluster.Cli;

/// <summary>inspect.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        Argument<string> path = new("PATH")
        {
            Description = "A run folder, a checkpoint's folder, a .safetensors file or a pytorch_model.bin.",
        };
        Verb verb = new("inspect", "Prints what is in a run folder, a checkpoint or a weights file.",
            "./cluster inspect runs/first",
            "./cluster inspect runs/first/checkpoints/step-00000100",
            "./cluster inspect model.safetensors")
        {
            path,
        };
        return verb.Does(parsed =>
        {
            Print(parsed.GetRequiredValue(path), parsed.InvocationConfiguration.Output);
            return ExitCode.Success;
        });
    }

    private static void Print(string path, TextWriter output)
    {
        if (File.Exists(Path.Combine(path, CheckpointFolder.ManifestName))) PrintCheckpoint(path, output);
        else if (File.Exists(Path.Combine(path, RunFiles.Settings))) PrintRun(path, output);
        else if (path.EndsWith(".safetensors", StringComparison.Ordinal)) PrintWeights(path, output);
        else if (File.Exists(path))
        {
            using var file = TorchPickleFile.Open(path);
            PrintTensors(file.Tensors, output);
        }
        else
        {
            throw new EnvironmentException(Directory.Exists(path)
                ? $"{path} is neither a run folder ({RunFiles.Settings}) nor a checkpoint ({CheckpointFolder.ManifestName}). Correct " +
                  "the path."
                : $"{path} does not exist, expected a run folder, a checkpoint or a weights file. Correct the path.");
        }
    }

    private static void PrintRun(string folder, TextWriter output)
    {
        output.Write(File.ReadAllText(Path.Combine(folder, RunFiles.Settings)));
        var checkpoints = Path.Combine(folder, CheckpointFolder.Name);
        foreach (var (step, at) in CheckpointFolder.Steps(checkpoints).Reverse())
        {
            var note = File.Exists(Path.Combine(at, CheckpointFolder.ManifestName)) ? "" : " (never finished)";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"checkpoint of step {step}: {at}{note}"));
        }
        foreach (var name in new[] { RunFiles.Report, RunFiles.Scores, RunFiles.Metrics, RunFiles.Ledger, RunFiles.Routes })
        {
            FileInfo file = new(Path.Combine(folder, name));
            if (file.Exists) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.FullName}: {file.Length} bytes"));
        }
    }

    private static void PrintCheckpoint(string folder, TextWriter output)
    {
        var manifest = CheckpointReader.Check(folder);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"step {manifest.Step}, run {manifest.RunHash}, {manifest.Parts.Count} parts, " +
            $"{manifest.Parts.Sum(part => part.Bytes)} bytes, whole"));
        foreach (var part in manifest.Parts)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.File}: {part.Bytes} bytes, SHA-256 {part.Sha256}"));
            using var file = SafeTensorsFile.Open(Path.Combine(folder, part.File));
            PrintTensors(file.Tensors, output);
        }
        output.WriteLine($"coordinator: {manifest.CoordinatorState}");
    }

    private static void PrintWeights(string path, TextWriter output)
    {
        using var file = SafeTensorsFile.Open(path);
        foreach (var (key, value) in file.Metadata) output.WriteLine($"{key}: {value}");
        PrintTensors(file.Tensors, output);
    }

    private static void PrintTensors(IReadOnlyList<TensorRecord> tensors, TextWriter output)
    {
        foreach (var tensor in tensors) output.WriteLine($"  {tensor.Layout}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {tensors.Count} tensors, {tensors.Sum(tensor => tensor.Layout.ElementCount):N0} numbers, " +
            $"{tensors.Sum(tensor => tensor.ByteCount):N0} bytes"));
    }
}
