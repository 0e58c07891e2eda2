using System.Security.Cryptography;
using System.Text;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// Writes whole text files of a run folder so that a reader sees the old one or the new one, never half; and reads beside a writer.
/// </summary>
internal static class TextFiles
{
    /// <summary>What the name of a file that is being written ends with; left behind only by a killed process.</summary>
    public const string PartialExtension = ".partial";

    private const int OwnBytes = 6;

    /// <summary>Writes the file beside its place and renames it.</summary>
    /// <exception cref="EnvironmentException">The disk is full or the folder cannot be written.</exception>
    public static void Replace(string path, string content) => Replace(path, content, toDisk: true);

    /// <summary>The same for a file that only the living read: nothing waits for the disk.</summary>
    /// <exception cref="EnvironmentException">As above.</exception>
    public static void Show(string path, string content) => Replace(path, content, toDisk: false);

    /// <summary>Whether a file's name is that of one which is, or was, being written to become another.</summary>
    public static bool IsPartialOf(string name, string file) => name.StartsWith(file + ".", StringComparison.Ordinal)
        && name.EndsWith(PartialExtension, StringComparison.Ordinal);

    /// <summary>Removes what killed processes left of a file; only for a process that alone may write it.</summary>
    /// <exception cref="EnvironmentException">They cannot be removed.</exception>
    public static void RemovePartials(string path) => Told(path, () =>
    {
        var file = Path.GetFileName(path);
        foreach (var partial in Directory.GetFiles(Path.GetDirectoryName(path)!).Where(other => IsPartialOf(Path.GetFileName(other), file)))
            File.Delete(partial);
    });

    /// <summary>Opens a file for reading while others may write, replace or remove it.</summary>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static FileStream OpenBesideWriter(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Runs work on a file of the run folder.</summary>
    /// <exception cref="EnvironmentException">As above.</exception>
    public static void Told(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (DiskFailure.Is(failure))
        {
            throw new EnvironmentException(
                $"{path}: cannot be written: {failure.Message} Free disk space or make the run folder writable, then go on with " +
                "--resume.", failure);
        }
    }

    private static void Replace(string path, string content, bool toDisk)
    {
        // Each writer's own: of processes that share a folder, on whichever machines, two may write the same file.
        var partial = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(OwnBytes))}{PartialExtension}";
        Told(path, () =>
        {
            try
            {
                using (var stream = File.Create(partial))
                {
                    stream.Write(Encoding.UTF8.GetBytes(content));
                    stream.Flush(toDisk);
                }
                File.Move(partial, path, overwrite: true);
            }
            catch (Exception failure) when (DiskFailure.Is(failure))
            {
                if (File.Exists(partial)) File.Delete(partial);
                throw;
            }
        });
    }
}
