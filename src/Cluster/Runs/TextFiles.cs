using System.Text;
using Moe.Cluster.Checkpoints;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>Writes whole text files of a run folder so that a reader sees the old one or the new one, never half.</summary>
internal static class TextFiles
{
    /// <summary>Writes the file beside its place and renames it.</summary>
    /// <exception cref="EnvironmentException">The disk is full or the folder cannot be written.</exception>
    public static void Replace(string path, string content)
    {
        var partial = path + ".partial";
        Told(path, () =>
        {
            using (var stream = File.Create(partial))
            {
                stream.Write(Encoding.UTF8.GetBytes(content));
                stream.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: true);
        });
    }

    /// <summary>Runs work on a file of the run folder.</summary>
    /// <exception cref="EnvironmentException">As above.</exception>
    public static void Told(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (DiskFailures.IsOfDisk(failure))
        {
            throw new EnvironmentException(
                $"{path}: cannot be written: {failure.Message} Free disk space or make the run folder writable, then go on with " +
                "--resume.", failure);
        }
    }
}
