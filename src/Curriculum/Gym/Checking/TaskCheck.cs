namespace Moe.Curriculum.Gym.Checking;

/// <summary>
/// Looks at all files of one task together: missing files, rows on two sides, unequal test files, unknown labels.
/// </summary>
internal static class TaskCheck
{
    private sealed record Part(FewShotSplit Split, SplitPart Side, string File, IReadOnlyList<NumberedRow> Rows);

    /// <returns>Files and rows looked at.</returns>
    public static (int Files, int Rows) Run(
        string folder, TaskDescription task, IReadOnlyList<FewShotSplit> splits, FindingList findings)
    {
        List<Part> parts = [];
        foreach (FewShotSplit split in splits)
            foreach (SplitPart side in SplitPartNames.All)
            {
                string file = Path.Combine(folder, task.Name, split.FileName(side));
                if (File.Exists(file))
                    parts.Add(new Part(split, side, file, TaskFileCheck.Run(file, task.Name, findings)));
                else
                    findings.Error(
                        file, 0, $"the file is missing; the other parts of {split.Prefix} are there. Build the " +
                            "task again.");
            }
        Leaks(parts, findings);
        EqualTests(parts, findings);
        if (task.Classification)
            UnknownLabels(parts, findings);
        return (parts.Count, parts.Sum(part => part.Rows.Count));
    }

    /// <summary>
    /// A test row in any train file of the task makes its score too good: an error. A dev row in the train file of
    /// its own drawing spoils the choice of settings: a warning, since CrossFit's own drawings come from data with
    /// repeats.
    /// </summary>
    private static void Leaks(List<Part> parts, FindingList findings)
    {
        Dictionary<string, string> trained = new(StringComparer.Ordinal);
        foreach (Part train in parts.Where(part => part.Side == SplitPart.Train))
            foreach (NumberedRow row in train.Rows)
                trained.TryAdd(row.Same, $"{Path.GetFileName(train.File)}:{row.Line}");
        foreach (Part test in DistinctTests(parts))
            foreach (NumberedRow row in test.Rows)
                if (trained.TryGetValue(row.Same, out string? where))
                    findings.Error(
                        test.File, row.Line, $"the test row is also a training row ({where}). Delete it from one " +
                            "of the two.");
        foreach (Part dev in parts.Where(part => part.Side == SplitPart.Dev))
        {
            Part? train = parts.FirstOrDefault(part => part.Side == SplitPart.Train && part.Split == dev.Split);
            HashSet<string> own = [.. (train?.Rows ?? []).Select(row => row.Same)];
            foreach (NumberedRow row in dev.Rows.Where(row => own.Contains(row.Same)))
                findings.Warning(
                    dev.File, row.Line, "the dev row is also in the train file of the same drawing. Delete it " +
                        "from one of the two.");
        }
    }

    /// <summary>Test files of all seeds are the same; one of each content is enough to look at.</summary>
    private static IEnumerable<Part> DistinctTests(List<Part> parts) => parts
        .Where(part => part.Side == SplitPart.Test)
        .DistinctBy(part => string.Join('\n', part.Rows.Select(row => row.Same)));

    private static void EqualTests(List<Part> parts, FindingList findings)
    {
        Part[] tests = [.. parts.Where(part => part.Side == SplitPart.Test)];
        foreach (Part test in tests.Skip(1))
            if (!File.ReadAllBytes(test.File).AsSpan().SequenceEqual(File.ReadAllBytes(tests[0].File)))
                findings.Warning(
                    test.File, 0, $"differs from {Path.GetFileName(tests[0].File)}; the test file of a task is " +
                        "the same for " +
                    "all seeds, otherwise scores of seeds cannot be compared. Copy one over the others.");
    }

    private static void UnknownLabels(List<Part> parts, FindingList findings)
    {
        HashSet<string> known = [.. parts.Where(part => part.Side == SplitPart.Train)
            .SelectMany(part => part.Rows).SelectMany(row => row.Example.Outputs)];
        foreach (Part test in DistinctTests(parts))
            foreach (NumberedRow row in test.Rows.DistinctBy(row => row.Example.Output))
                if (known.Count > 0 && !row.Example.Outputs.Any(known.Contains))
                    findings.Warning(
                        test.File, row.Line, $"the label `{row.Example.Output}` is in no train file of the task, " +
                            "so it cannot be " +
                        "learned. Mend the label, or add training rows.");
    }
}
