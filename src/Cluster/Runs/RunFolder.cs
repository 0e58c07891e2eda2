using Moe.Actors;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.Hosting;
using Moe.Cluster.Settings;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// The folder of one run. Whoever writes in it holds its lock: a training on its own as long as it is open, a node of a cluster
/// while it prepares the folder and while its coordinator is in office. Refusals leave everything as it was.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly RunLock held;

    private RunFolder(string path, RunLock held, bool hasRun) => (Path, this.held, HasRun) = (path, held, hasRun);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Whether it held a run when it was opened.</summary>
    public bool HasRun { get; }

    /// <summary>Whether this process holds its lock.</summary>
    public bool IsHeld => held.IsHeld;

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
        if (IsEmpty(path)) return Start(path, settings, RunLock.Take(path));
        if (!resume)
        {
            throw new RunFolderException(
                $"{path}: the run folder is not empty, expected a new one. Go on with the run in it with --resume, or name another " +
                "folder with --run.");
        }
        RequireRun(path);
        if (Difference(path, settings) is { } difference)
        {
            throw new RunFolderException(
                $"{difference} Go on with the settings in that file (give --resume alone), or start another folder with --run.");
        }
        return new RunFolder(path, RunLock.Take(path), hasRun: true);
    }

    /// <summary>
    /// Makes a folder that several nodes share, or joins it. The first node holds the lock when this returns, until it has prepared
    /// the folder; for the others it is prepared already, and they hold nothing.
    /// </summary>
    /// <exception cref="ConfigurationException">It holds another run: this node must not take part.</exception>
    /// <exception cref="RunFolderException">Something else is in it, or nobody prepares it and its lock stays taken.</exception>
    /// <exception cref="EnvironmentException">It cannot be written.</exception>
    public static RunFolder Join(string path, TrainingSettings settings, TimeProvider time, TimeSpan patience)
    {
        // Looked at before any lock: a refusal must not leave even that behind.
        if (!IsEmpty(path)) RequireRun(path);
        var held = RunLock.Free(path);
        try
        {
            held.Take(time, patience, () => IsPrepared(path));
            if (IsEmpty(path)) return Start(path, settings, held);
            RequireRun(path);
            if (Difference(path, settings) is not { } difference) return new RunFolder(path, held, hasRun: true);
            throw new ConfigurationException(
                $"{difference} A node takes part in the folder's own run only: leave --config, --set training.run... and --steps out, " +
                "or name another folder with --run.");
        }
        catch (MoeException)
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Takes the lock again after <see cref="Release"/>, waiting for who holds it: it may just be leaving. One that stands still is
    /// passed over, see <see cref="RunLock.TakeOver"/>.
    /// </summary>
    /// <exception cref="RunFolderException">It is in use all the time, or was removed.</exception>
    public void TakeOver(TimeProvider time, TimeSpan patience, Action passedOver)
    {
        // Before the lock, which would make the folder anew.
        RequireStillThere();
        held.TakeOver(time, patience, passedOver);
    }

    /// <summary>Checks that it is still the run's: epochs that began anew in an empty one would be older than the nodes' own.</summary>
    /// <exception cref="RunFolderException">It was removed.</exception>
    public void RequireStillThere()
    {
        if (Removed(null) is { } removed) throw removed;
    }

    /// <summary>What a run ends with whose folder was removed while it was trained; null: it is there.</summary>
    /// <param name="cause">What failed for it; null: nothing yet.</param>
    public RunFolderException? Removed(Exception? cause) =>
        System.IO.File.Exists(File(RunFiles.Settings)) ? null : Missing(RunFiles.Settings, cause);

    /// <summary>The same where something is known to be missing.</summary>
    public RunFolderException Missing(string file, Exception? cause = null) => new(
        $"{Path}: the run folder was removed or replaced while the run was trained: expected {file}, which the run wrote there, and " +
        "found it no more. Put the folder back, if there is a copy, and go on with --resume; otherwise start the run anew.", cause);

    /// <summary>Lets others write in it.</summary>
    public void Release() => held.Release();

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
        || Directory.EnumerateFileSystemEntries(path).All(entry => IsOfStart(System.IO.Path.GetFileName(entry)));

    // What a process killed in its first moments leaves: nothing of a run yet.
    private static bool IsOfStart(string name) => name == RunFiles.Lock || TextFiles.IsPartialOf(name, RunFiles.Settings);

    private static bool IsPrepared(string path) => System.IO.File.Exists(System.IO.Path.Combine(path, RunFiles.Settings))
        && Directory.Exists(System.IO.Path.Combine(path, RunFiles.Tokenizer));

    private static RunFolder Start(string path, TrainingSettings settings, RunLock held)
    {
        var described = System.IO.Path.Combine(path, RunFiles.Settings);
        try
        {
            TextFiles.RemovePartials(described);
            TextFiles.Replace(described, Described(settings));
        }
        catch (MoeException)
        {
            held.Dispose();
            throw;
        }
        return new RunFolder(path, held, hasRun: false);
    }

    private static void RequireRun(string path)
    {
        if (System.IO.File.Exists(System.IO.Path.Combine(path, RunFiles.Settings))) return;
        throw new RunFolderException(
            $"{path}: there is no {RunFiles.Settings}, so this is no run folder that --resume could go on with. Name the " +
            "folder of a run, or a new one without --resume.");
    }

    private static string? Difference(string path, TrainingSettings settings)
    {
        var there = ReadSettings(path);
        var differences = RunSettings.Differences(there, settings);
        return differences.Count == 0
            ? null
            : $"{System.IO.Path.Combine(path, RunFiles.Settings)} is of another run: its hash is {RunSettings.Hash(there)}, the asked " +
                $"one's {RunSettings.Hash(settings)}. Different: {string.Join("; ", differences)}.";
    }

    private static string Described(TrainingSettings settings) =>
        "# The effective settings of this run, of which --resume accepts no others. cluster.hocon explains every key.\n" +
        $"# Hash: {RunSettings.Hash(settings)}\n" + RunSettings.Canonical(settings);
}
