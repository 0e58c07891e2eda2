using System.Globalization;
using System.Text.Json;
using Moe.Actors.Operations;
using Moe.Cluster.Checkpoints;
using Moe.Model.Failures;

namespace Moe.Cluster.Runs;

/// <summary>
/// operations/000012.jsonl: the operations that the coordinator of an epoch knows, one a line. Each coordinator writes a file of its
/// own epoch, and reads that of the epoch before: whatever one that was replaced still writes counts no more, and of an operation that
/// was told as accepted all that come after know. Files of older epochs than that are removed: nobody reads them.
/// </summary>
internal sealed class OperationFiles(string folder)
{
    private const string Extension = ".jsonl";

    /// <summary>What the newest file holds.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public IReadOnlyList<AcceptedOperation> Newest => Read(Epochs().Order().LastOrDefault(-1));

    /// <summary>What the epochs before one have left, from now on written down as that one's.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public IReadOnlyList<AcceptedOperation> Take(long epoch)
    {
        var before = Epochs().Where(other => other < epoch).Order().ToList();
        var operations = Read(before.LastOrDefault(-1));
        // Also when there is none: one of an older epoch may yet be written.
        if (epoch > 0) Keep(epoch, operations);
        // Whoever just looked for the newest file may still read the one that was it.
        TextFiles.Told(folder, () =>
        {
            foreach (var older in before.SkipLast(1)) File.Delete(PathOf(older));
        });
        return operations;
    }

    /// <summary>Writes an epoch's file.</summary>
    /// <exception cref="EnvironmentException">The folder cannot be written.</exception>
    public void Keep(long epoch, IReadOnlyList<AcceptedOperation> operations)
    {
        TextFiles.Told(folder, () => Directory.CreateDirectory(folder));
        TextFiles.Replace(PathOf(epoch), string.Concat(operations.Select(operation => OperationText.Write(operation) + "\n")));
        TextFiles.Told(folder, () => DirectorySync.Flush(folder));
    }

    private IReadOnlyList<AcceptedOperation> Read(long epoch)
    {
        if (epoch < 0) return [];
        var path = PathOf(epoch);
        try
        {
            return [.. File.ReadLines(path).Select(OperationText.Read)];
        }
        catch (Exception damage) when (damage is JsonException or ConfigurationException)
        {
            throw new CheckpointException(
                $"{path} is damaged: {damage.Message} It holds what was asked of the run, an operation a line, and decides weights. "
                + "Mend or remove the line if you know what it said; without the file the run goes on as if nothing had been asked.",
                damage);
        }
    }

    private string PathOf(long epoch) => Path.Combine(folder, epoch.ToString("D6", CultureInfo.InvariantCulture) + Extension);

    private IEnumerable<long> Epochs() => !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, $"*{Extension}").Select(path =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : -1);
}
