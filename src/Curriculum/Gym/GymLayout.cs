namespace Moe.Curriculum.Gym;

/// <summary>Finds the split files of a gym folder.</summary>
internal static class GymLayout
{
    /// <summary>Every file whose name is one of a task file, in ordinal order of path.</summary>
    public static IEnumerable<(string File, FewShotSplit Split, SplitPart Part)> TaskFiles(string folder)
    {
        foreach (string sub in TaskFolders(folder))
            foreach (string file in Directory.GetFiles(sub, "*.tsv").Order(StringComparer.Ordinal))
                if (FewShotSplit.TryParse(Path.GetFileName(file), out FewShotSplit split, out SplitPart part))
                    yield return (file, split, part);
    }

    /// <summary>Sub-folders that may hold a task, in ordinal order.</summary>
    public static IEnumerable<string> TaskFolders(string folder) =>
        Directory.GetDirectories(folder)
            .Where(sub => Path.GetFileName(sub) != TaskPartition.FolderName)
            .Order(StringComparer.Ordinal);

    /// <summary>Drawings by task: few-shot ones by shots and seed, then the full one.</summary>
    public static Dictionary<string, IReadOnlyList<FewShotSplit>> FindSplits(string folder) =>
        TaskFiles(folder)
            .Where(found => Path.GetFileName(Path.GetDirectoryName(found.File)) == found.Split.Task)
            .Select(found => found.Split)
            .Distinct()
            .GroupBy(split => split.Task, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                IReadOnlyList<FewShotSplit> (group) => [.. group
                    .OrderBy(split => split.IsFull)
                    .ThenBy(split => split.Shots.Length)
                    .ThenBy(split => split.Shots, StringComparer.Ordinal)
                    .ThenBy(split => split.Seed)],
                StringComparer.Ordinal);
}
