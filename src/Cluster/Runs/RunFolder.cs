using Moe.Actors;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.Hosting;
using Moe.Cluster.Settings;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// The folder of one run, locked for this process as long as it is open. Refusals leave everything as it was.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    // What a process killed in its first moments leaves: nothing of a run yet.
    private static readonly string[] StartOnly = [RunFiles.Lock, RunFiles.Settings + TextFiles.PartialExtension];

    private readonly FileStream held;

    private RunFolder(string path, FileStream held, bool hasRun) => (Path, this.held, HasRun) = (path, held, hasRun);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Whether it held a run when it was opened.</summary>
    public bool HasRun { get; }

    /// <summary>Path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Path of its checkpoints.</summary>
    public string Checkpoints => File(CheckpointFolder.Name);

    /// <summary>
    /// Makes or takes over a folder for a run. A folder that is empty or missing starts a run, with resume or without.
    /// </summary>
    /// <exception cref="RunFolderException">It is not empty and resume was not asked for, holds another run, or is in use.</exception>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public static RunFolder Open(string path, TrainingSettings settings, bool resume)
    {
        var settingsFile = System.IO.Path.Combine(path, RunFiles.Settings);
        if (IsEmpty(path))
        {
            var fresh = Lock(path, hasRun: false);
            TextFiles.Replace(settingsFile, Described(settings));
            return fresh;
        }
        if (!resume)
        {
            throw new RunFolderException(
                $"{path}: the run folder is not empty, expected a new one. Go on with the run in it with --resume, or name another " +
                "folder with --run.");
        }
        if (!System.IO.File.Exists(settingsFile))
        {
            throw new RunFolderException(
                $"{path}: there is no {RunFiles.Settings}, so this is no run folder that --resume could go on with. Name the " +
                "folder of a run, or a new one without --resume.");
        }
        RequireSameRun(settingsFile, settings);
        return Lock(path, hasRun: true);
    }

    /// <summary>The settings of the run in a folder.</summary>
    /// <exception cref="ConfigurationException">run.hocon is missing or malformed.</exception>
    public static TrainingSettings ReadSettings(string path) => RunSettings.Read(
        new LayeredConfiguration(ConfigurationLayer.FromFile(System.IO.Path.Combine(path, RunFiles.Settings))));

    /// <summary>Removes everything in it again but the lock: for a run that failed before it began.</summary>
    public void Clear()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Path))
        {
            if (System.IO.Path.GetFileName(entry) == RunFiles.Lock) continue;
            if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
            else System.IO.File.Delete(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static bool IsEmpty(string path) => !Directory.Exists(path)
        || Directory.EnumerateFileSystemEntries(path).All(entry => StartOnly.Contains(System.IO.Path.GetFileName(entry)));

    private static RunFolder Lock(string path, bool hasRun)
    {
        var file = System.IO.Path.Combine(path, RunFiles.Lock);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw CannotWrite(path, failure);
        }
        try
        {
            // The operating system frees the lock when the process ends, however it ends.
            return new RunFolder(path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), hasRun);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw CannotWrite(path, failure);
        }
        catch (IOException failure)
        {
            throw System.IO.File.Exists(file)
                ? new RunFolderException(
                    $"{path}: another process is writing this run folder ({failure.Message}) Wait until it has ended, or name " +
                    "another folder with --run.", failure)
                : CannotWrite(path, failure);
        }
    }

    private static EnvironmentException CannotWrite(string path, Exception failure) => new(
        $"{path}: the run folder cannot be written: {failure.Message} Name a folder you may write to with --run.", failure);

    private static void RequireSameRun(string settingsFile, TrainingSettings settings)
    {
        var there = RunSettings.Read(new LayeredConfiguration(ConfigurationLayer.FromFile(settingsFile)));
        var differences = RunSettings.Differences(there, settings);
        if (differences.Count == 0) return;
        throw new RunFolderException(
            $"{settingsFile} is of another run: its hash is {RunSettings.Hash(there)}, the asked one's {RunSettings.Hash(settings)}. " +
            $"Different: {string.Join("; ", differences)}. Go on with the settings in that file (give --resume alone), or start " +
            "another folder with --run.");
    }

    private static string Described(TrainingSettings settings) =>
        "# The effective settings of this run, of which --resume accepts no others. cluster.hocon explains every key.\n" +
        $"# Hash: {RunSettings.Hash(settings)}\n" + RunSettings.Canonical(settings);
}
