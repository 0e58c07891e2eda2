using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// The lock of a run folder: one process holds it at a time, and the operating system frees it when that process ends, however
/// it ends.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly ManualResetEventSlim closed = new();
    private readonly string folder;
    private FileStream? held;

    private RunLock(string folder) => this.folder = folder;

    /// <summary>Whether this process holds it.</summary>
    public bool IsHeld => held is not null;

    /// <summary>Takes it at once, making the folder if need be.</summary>
    /// <exception cref="RunFolderException">Another process holds it.</exception>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        RunLock taken = new(folder);
        taken.held = taken.Opened();
        return taken;
    }

    /// <summary>A lock that is not held yet.</summary>
    public static RunLock Free(string folder) => new(folder);

    /// <summary>
    /// Takes it if this process does not hold it already, waiting for another one to let it go, or for it to be
    /// <paramref name="needless"/>.
    /// </summary>
    /// <exception cref="RunFolderException">The other process has kept it all the time, or this was disposed meanwhile.</exception>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public void Take(TimeProvider time, TimeSpan patience, Func<bool>? needless = null)
    {
        var began = time.GetTimestamp();
        while (held is null && needless?.Invoke() != true)
        {
            try
            {
                held = Opened();
            }
            catch (RunFolderException) when (!closed.IsSet && time.GetElapsedTime(began) < patience)
            {
                // There is no notice of a lock that is let go.
                closed.Wait(Between);
            }
        }
    }

    /// <summary>Lets it go.</summary>
    public void Release()
    {
        held?.Dispose();
        held = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed.Set();
        Release();
    }

    private FileStream Opened()
    {
        var file = Path.Combine(folder, RunFiles.Lock);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw CannotWrite(failure);
        }
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw CannotWrite(failure);
        }
        catch (IOException failure)
        {
            throw File.Exists(file)
                ? new RunFolderException(
                    $"{folder}: another process is writing this run folder ({failure.Message}) Wait until it has ended, or name " +
                    "another folder with --run.", failure)
                : CannotWrite(failure);
        }
    }

    private EnvironmentException CannotWrite(Exception failure) => new(
        $"{folder}: the run folder cannot be written: {failure.Message} Name a folder you may write to with --run.", failure);
}
