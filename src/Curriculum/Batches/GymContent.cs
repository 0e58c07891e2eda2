using System.Security.Cryptography;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Curriculum.Batches;

/// <summary>
/// What a run read of its gym, as one hash a task: a run that goes on with other rows would end with other weights, and
/// scores on other rows cannot be compared.
/// </summary>
public static class GymContent
{
    private const int NamedTasks = 8;

    /// <summary>
    /// SHA-256 in lower-case hex of each train task's files that a run reads, by task: the train rows of its sample, and the
    /// dev and test rows that are scored, and the prompts they are asked by. A file that is not there counts as empty.
    /// </summary>
    /// <exception cref="DataException">A task or sample is missing, or a file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Of(TaskGym gym, CurriculumSettings settings)
    {
        var names = gym.Partition(settings.Split).Train.Order(StringComparer.Ordinal).ToArray();
        var hashes = new string[names.Length];
        try
        {
            Parallel.For(0, names.Length, i => hashes[i] = HashOf(Files(gym, names[i], settings)));
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<MoeException>().FirstOrDefault() is { } first)
        {
            // One task's fault is told; the others have the same cause, or show themselves next time.
            throw first;
        }
        return names.Zip(hashes).ToDictionary(task => task.First, task => task.Second);
    }

    /// <summary>Refuses a gym whose content is not the one that a checkpoint was made with.</summary>
    /// <param name="kept">Hashes in the checkpoint; none: nothing is compared.</param>
    /// <param name="found">Hashes of the gym as it is.</param>
    /// <param name="folder">The gym, for the message.</param>
    /// <exception cref="DataException">They differ; the message names the tasks.</exception>
    public static void Require(
        IReadOnlyDictionary<string, string> kept, IReadOnlyDictionary<string, string> found, string folder)
    {
        if (kept.Count == 0) return;
        string[] differences =
        [
            .. Named("with other rows", kept.Keys.Where(task => found.ContainsKey(task) && found[task] != kept[task])),
            .. Named("missing", kept.Keys.Where(task => !found.ContainsKey(task))),
            .. Named("added", found.Keys.Where(task => !kept.ContainsKey(task))),
        ];
        if (differences.Length == 0) return;
        throw new DataException(
            $"{folder}: the gym is not the one that the run was trained on: {string.Join("; ", differences)}. Put the task files "
            + "back as they were, or train a new run on this gym (another --run).");
    }

    private static IEnumerable<string> Named(string what, IEnumerable<string> tasks)
    {
        string[] names = [.. tasks.Order(StringComparer.Ordinal)];
        if (names.Length == 0) yield break;
        var more = names.Length > NamedTasks ? $" and {names.Length - NamedTasks} more" : "";
        yield return $"{what}: {string.Join(", ", names.Take(NamedTasks))}{more}";
    }

    private static IEnumerable<string> Files(TaskGym gym, string task, CurriculumSettings settings)
    {
        foreach (var split in RunSplits.Trained(gym, task, settings.Sample)) yield return gym.FilePath(split, SplitPart.Train);
        var scored = RunSplits.Scored(gym, task, settings.Sample);
        yield return gym.FilePath(scored, SplitPart.Dev);
        yield return gym.FilePath(scored, SplitPart.Test);
        if (settings.Prompts is { } prompts) yield return prompts;
    }

    // A hash of hashes, so that a row that moves from one file to the next does not go unseen.
    private static string HashOf(IEnumerable<string> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files) all.AppendData(SHA256.HashData(File.Exists(file) ? Bytes(file) : []));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"{file}: cannot be read ({failure.Message}). Expected a task file of the gym; mend its permissions.", failure);
        }
    }
}
