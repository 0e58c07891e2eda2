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
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw new CheckpointException(
                $"{path}: the checkpoint cannot be written: {failure.Message} Earlier checkpoints are whole. Free disk space or " +
                "make the run folder writable, then go on with --resume.", failure);
        }
    }

    /// <summary>Runs work on files that gives nothing back.</summary>
    /// <exception cref="CheckpointException">As above.</exception>
    public static void Told(string path, Action work) => Told(path, () =>
    {
        work();
        return true;
    });
}
