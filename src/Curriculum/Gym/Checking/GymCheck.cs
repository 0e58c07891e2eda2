namespace Moe.Curriculum.Gym.Checking;

/// <summary>
/// Validates a gym folder, built here or by CrossFit's scripts: every bad row with file, line and mend; missing
/// files; test rows in train files; names in splits, ontology and manifest that no folder has; repeated rows;
/// encoding. It never stops at the first finding and never changes a file.
/// </summary>
public static class GymCheck
{
    /// <summary>Looks at everything in the folder.</summary>
    public static GymCheckResult Run(string folder)
    {
        FindingList findings = new();
        if (!Directory.Exists(folder))
        {
            findings.Error(folder, 0, "there is no such folder. Mend the path, or build a gym with `cluster data " +
                "build`.");
            return new GymCheckResult(findings.Sorted, 0, 0, 0);
        }
        Dictionary<string, IReadOnlyList<FewShotSplit>> splits = GymLayout.FindSplits(folder);
        if (splits.Count == 0)
            findings.Error(
                folder, 0, "no task found; expected sub-folders with files TASK/TASK_SHOTS_SEED_train.tsv. Build " +
                    "a gym with " +
                "`cluster data build`.");
        CatalogueCheck.Run(folder, splits.Keys, findings);
        Dictionary<string, TaskDescription> described = Describe(folder, splits, findings);
        int[] seeds = [.. splits.Values.SelectMany(Seeds).Distinct().Order()];
        (int files, int rows) = (0, 0);
        foreach (string task in splits.Keys.Order(StringComparer.Ordinal))
        {
            (int moreFiles, int moreRows) = TaskCheck.Run(folder, described[task], splits[task], findings);
            files += moreFiles;
            rows += moreRows;
            foreach (int seed in seeds.Except(Seeds(splits[task])))
                findings.Warning(
                    Path.Combine(folder, task), 0,
                    $"has no drawing with seed {seed}, which other tasks have. Build the task again.");
        }
        return new GymCheckResult(findings.Sorted, splits.Count, files, rows);
    }

    private static IEnumerable<int> Seeds(IReadOnlyList<FewShotSplit> splits) =>
        splits.Where(split => !split.IsFull).Select(split => split.Seed);

    private static Dictionary<string, TaskDescription> Describe(
        string folder, Dictionary<string, IReadOnlyList<FewShotSplit>> splits, FindingList findings) =>
        findings.Try(Path.Combine(folder, GymCatalogue.OverrideFileName), () => GymCatalogue.Describe(folder, splits))
        ?? splits.Keys.ToDictionary(
            task => task,
            task => new TaskDescription(task, Ontology.Unknown, Ontology.Unknown, MetricNames.ExactMatch, false),
            StringComparer.Ordinal);
}
