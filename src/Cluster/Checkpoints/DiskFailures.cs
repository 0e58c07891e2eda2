using Moe.Model.Failures;

namespace Moe.Cluster.Checkpoints;

/// <summary>Turns what the file system throws while a checkpoint is written into what the user can mend.</summary>
internal static class DiskFailures
{
    /// <summary>Runs work on files.</summary>
    /// <exception cref="CheckpointException">The disk is full, or the place cannot be written.</exception>
    public static T Told<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (IsOfDisk(failure))
        {
            throw new CheckpointException(
                $"{path}: the checkpoint cannot be written: {failure.Message} Earlier checkpoints are whole. Free disk space or " +
                "make the run folder writable, then go on with --resume.", failure);
        }
    }

    /// <summary>
    /// Whether an exception is the disk's answer. A file that grows beyond what the file system allows is one too, which
    /// .NET reports as an argument out of range.
    /// </summary>
    public static bool IsOfDisk(Exception failure) =>
        failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Runs work on files that gives nothing back.</summary>
    /// <exception cref="CheckpointException">As above.</exception>
    public static void Told(string path, Action work) => Told(path, () =>
    {
        work();
        return true;
    });
}
