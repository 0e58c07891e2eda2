using System.Globalization;

namespace Moe.Cluster.Checkpoints;

/// <summary>Where things are: checkpoints/step-00000100/ with one file a part and manifest.json.</summary>
internal static class CheckpointFolder
{
    /// <summary>The folder of checkpoints in a run folder.</summary>
    public const string Name = "checkpoints";

    /// <summary>The file that makes a checkpoint whole.</summary>
    public const string ManifestName = "manifest.json";

    private const string StepPrefix = "step-";
    private const string PartExtension = ".safetensors";

    /// <summary>Folder name of a step: eight digits, so that names sort as steps do.</summary>
    public static string OfStep(long step) => string.Create(CultureInfo.InvariantCulture, $"{StepPrefix}{step:D8}");

    /// <summary>File name of a part.</summary>
    public static string OfPart(string part) => part + PartExtension;

    /// <summary>The steps that have a folder, newest first, whole or not.</summary>
    public static IEnumerable<(long Step, string Folder)> Steps(string folder) => !Directory.Exists(folder)
        ? []
        : Directory.GetDirectories(folder, StepPrefix + "*")
            .Select(path => (Step: StepOf(Path.GetFileName(path)), Folder: path))
            .Where(found => found.Step >= 0)
            .OrderByDescending(found => found.Step);

    private static long StepOf(string name) =>
        long.TryParse(name.AsSpan(StepPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1;
}
