using System.Security.Cryptography;
using Moe.Actors.Ports;
using Moe.Model.Failures;

namespace Moe.Cluster.Checkpoints;

/// <summary>Finds whole checkpoints and checks every byte of them before they are used.</summary>
internal static class CheckpointReader
{
    /// <summary>
    /// The newest whole checkpoint at or before a step, with its folder; damaged ones are told and passed over. A folder
    /// without manifest is an attempt that never finished and is passed over silently.
    /// </summary>
    public static (CheckpointManifest Manifest, string Folder)? Latest(
        string folder, Action<string> refused, long? atMost = null)
    {
        foreach (var (step, path) in CheckpointFolder.Steps(folder))
        {
            if (step > atMost || !IsFinished(path)) continue;
            try
            {
                return (Check(path, step), path);
            }
            catch (CheckpointException damage)
            {
                refused($"Checkpoint of step {step} is refused: {damage.Message} It is passed over.");
            }
        }
        return null;
    }

    /// <summary>
    /// The checkpoint a run goes on from: the newest whole one, or null when the folder has none at all and the run starts at
    /// its first step.
    /// </summary>
    /// <exception cref="CheckpointException">There are checkpoints, but each is damaged.</exception>
    public static CheckpointManifest? ToGoOnFrom(string folder, Action<string> refused)
    {
        var damaged = 0;
        var latest = Latest(folder, why =>
        {
            damaged++;
            refused(why);
        });
        if (latest is null && damaged > 0)
        {
            throw new CheckpointException(
                $"{folder}: all of its {damaged} checkpoints are damaged, expected at least one whole one to go on from. Put back " +
                "an undamaged copy of a checkpoint, or start anew: name another folder with --run, or remove this folder of " +
                "checkpoints and give --resume again.");
        }
        return latest?.Manifest;
    }

    /// <summary>Whether a checkpoint's folder says that it is whole.</summary>
    public static bool IsFinished(string folder) => File.Exists(Path.Combine(folder, CheckpointFolder.ManifestName));

    /// <summary>Reads a checkpoint's manifest and compares every part with it.</summary>
    /// <exception cref="CheckpointException">Manifest or a part is damaged or missing; the message names the file.</exception>
    public static CheckpointManifest Check(string folder, long? step = null)
    {
        var manifestPath = Path.Combine(folder, CheckpointFolder.ManifestName);
        CheckpointManifest manifest;
        try
        {
            manifest = ManifestFile.Read(manifestPath);
            foreach (var part in manifest.Parts) Check(folder, part);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{folder} cannot be read: {failure.Message}", failure);
        }
        return step is null || step == manifest.Step ? manifest : throw new CheckpointException(
            $"{manifestPath} says step {manifest.Step}, its folder says {step}. It was moved by hand; give the folder its old name.");
    }

    /// <summary>Compares a part with what the manifest says of it.</summary>
    /// <exception cref="CheckpointException">It is damaged or missing; the message names the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Check(string folder, PartRecord part)
    {
        var path = Path.Combine(folder, part.File);
        if (Path.GetFileName(part.File) != part.File || !File.Exists(path))
            throw new CheckpointException($"{path} is missing.");
        using var stream = File.OpenRead(path);
        if (stream.Length != part.Bytes)
            throw new CheckpointException($"{path} is damaged: it has {stream.Length} bytes, expected {part.Bytes}.");
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (hash != part.Sha256)
            throw new CheckpointException($"{path} is damaged: its SHA-256 is {hash}, expected {part.Sha256}.");
    }
}
