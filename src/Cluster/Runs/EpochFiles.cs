using System.Globalization;
using System.Text;
using System.Text.Json;
using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// epochs/000012: a file for each epoch of a run, which says who opened it, when and why. A file is created exclusively, so no two
/// coordinators ever have the same epoch, wherever they run: this fences a coordinator that does not know that it was replaced.
/// </summary>
internal sealed class EpochFiles(string folder, TimeProvider time, IFaultPoints? faults = null)
{
    private const string NameFormat = "D6";

    private long known = -1;

    /// <summary>
    /// The newest epoch; -1 before the first. Epochs follow one another, so from one that is known the next is looked for by name:
    /// this is asked every step, and the folder may be a shared one that is slow to list.
    /// </summary>
    public long Newest
    {
        get
        {
            var newest = Volatile.Read(ref known);
            if (newest < 0 || !IsOpened(newest)) newest = Listed();
            while (IsOpened(newest + 1)) newest++;
            Volatile.Write(ref known, newest);
            return newest;
        }
    }

    /// <summary>Whether an epoch was opened.</summary>
    public bool IsOpened(long epoch) => File.Exists(PathOf(epoch));

    /// <summary>The name of an epoch's file.</summary>
    public static string NameOf(long epoch) => epoch.ToString(NameFormat, CultureInfo.InvariantCulture);

    /// <summary>
    /// Opens the epoch that follows <paramref name="after"/>; where that is -1, the one after the newest, or when another coordinator is
    /// quicker, the one after that.
    /// </summary>
    /// <returns>The epoch; null: somebody else has opened it.</returns>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public long? Open(long after, string node, string reason)
    {
        var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(
            new { node, at = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), reason }, ReadableJson.Options) + "\n");
        long? opened = null;
        TextFiles.Told(folder, () =>
        {
            Directory.CreateDirectory(folder);
            do
            {
                var next = (after >= 0 ? after : Listed()) + 1;
                if (TryCreate(next, bytes)) opened = next;
            }
            while (opened is null && after < 0);
            DirectorySync.Flush(folder);
        });
        if (opened is not null) faults?.Pass(FaultPoint.EpochCreated);
        return opened;
    }

    private string PathOf(long epoch) => Path.Combine(folder, NameOf(epoch));

    private long Listed() => !Directory.Exists(folder)
        ? -1
        : Directory.EnumerateFiles(folder).Select(path => NumberOf(Path.GetFileName(path))).DefaultIfEmpty(-1).Max();

    private bool TryCreate(long epoch, byte[] bytes)
    {
        var path = PathOf(epoch);
        FileStream created;
        try
        {
            created = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        using (created)
        {
            created.Write(bytes);
            created.Flush(flushToDisk: true);
        }
        return true;
    }

    private static long NumberOf(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
