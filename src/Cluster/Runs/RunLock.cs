using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// The lock of a run folder: one process holds it at a time, and the operating system frees it when that process ends, however
/// it ends. A process that stands still holds it too: the coordinator of a cluster shows every second that it goes on, by the time
/// of the file, and whoever is to take over from one that does not makes another lock in its place. Epochs fence the one before.
/// </summary>
internal sealed class RunLock : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan SignEvery = TimeSpan.FromSeconds(1);

    // Without a sign for so long, a holder stands still. It has been found dead by its cluster before anybody waits here.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly ManualResetEventSlim closed = new();
    private readonly string folder;
    private readonly string file;
    private FileStream? held;
    private ITimer? signs;

    private RunLock(string folder) => (this.folder, file) = (folder, Path.Combine(folder, RunFiles.Lock));

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

    /// <summary>
    /// Takes it as the other does, and shows from then on that its holder goes on. Who shows so no more is passed over:
    /// <paramref name="passedOver"/> is called then. A training on its own holds it already, and shows nothing.
    /// </summary>
    /// <exception cref="RunFolderException">As above.</exception>
    /// <exception cref="EnvironmentException">As above.</exception>
    public void TakeOver(TimeProvider time, TimeSpan patience, Action passedOver)
    {
        if (held is not null) return;
        var seen = (Sign: DateTime.MinValue, Since: time.GetTimestamp());
        bool LookAtHolder()
        {
            var sign = SignOfHolder();
            if (sign is null || sign != seen.Sign) seen = (sign ?? DateTime.MinValue, time.GetTimestamp());
            else if (time.GetElapsedTime(seen.Since) >= Standstill)
            {
                TextFiles.Told(file, () => File.Delete(file));
                passedOver();
            }
            return false;
        }
        Take(time, patience, needless: LookAtHolder);
        TextFiles.Told(file, () => held!.WriteByte(1));
        signs = time.CreateTimer(_ => Sign(time), null, SignEvery, SignEvery);
    }

    /// <summary>Lets it go.</summary>
    public void Release()
    {
        lock (gate)
        {
            signs?.Dispose();
            held?.Dispose();
            (signs, held) = (null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed.Set();
        Release();
    }

    private void Sign(TimeProvider time)
    {
        lock (gate)
        {
            if (held is null) return;
            try
            {
                File.SetLastWriteTimeUtc(held.SafeFileHandle, time.GetUtcNow().UtcDateTime);
            }
            catch (Exception failure) when (DiskFailure.Is(failure))
            {
                // Whoever waits sees no more signs and takes over: right for a holder that cannot write.
                signs?.Dispose();
            }
        }
    }

    // Null: a training on its own, which is waited for.
    private DateTime? SignOfHolder() => new FileInfo(file) is { Exists: true, Length: > 0 } found ? found.LastWriteTimeUtc : null;

    private FileStream Opened()
    {
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
            FileStream opened = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            opened.SetLength(0);
            return opened;
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
