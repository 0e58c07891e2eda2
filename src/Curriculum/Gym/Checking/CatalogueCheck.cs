namespace Moe.Curriculum.Gym.Checking;

/// <summary>Looks at the JSON files of a gym and at names of files and folders.</summary>
internal static class CatalogueCheck
{
    public static void Run(string folder, IReadOnlyCollection<string> tasks, FindingList findings)
    {
        Partitions(folder, tasks, findings);
        OntologyFile(folder, tasks, findings);
        Manifest(folder, tasks, findings);
        FileNames(folder, findings);
    }

    private static void Partitions(string folder, IReadOnlyCollection<string> tasks, FindingList findings)
    {
        foreach (string file in TaskGym.PartitionFiles(folder))
        {
            if (findings.Try(file, () => TaskPartition.Read(file)) is not { } partition)
                continue;
            foreach (string task in partition.All.Distinct().Where(task => !tasks.Contains(task)))
                findings.Error(
                    file, 0, $"names the task `{task}`, which the gym has not (nearest: {Nearest(task, tasks)}). " +
                        "Mend the name, " +
                    "build the task, or take it out of the list.");
            foreach (string task in Repeated(partition.All))
                findings.Warning(
                    file, 0, $"names the task `{task}` more than once, so it may be seen and unseen at a time. " +
                        "Keep one place.");
        }
    }

    private static void OntologyFile(string folder, IReadOnlyCollection<string> tasks, FindingList findings)
    {
        string file = Path.Combine(folder, Ontology.FileName);
        if (!File.Exists(file))
        {
            findings.Warning(
                file, 0, "is missing, so reports put the tasks in one category. Copy CrossFit's ontology, or " +
                    "write one: category, " +
                "sub-category, list of tasks.");
            return;
        }
        if (findings.Try(file, () => Ontology.Read(file)) is not { } ontology)
            return;
        foreach (string task in ontology.Tasks.Where(task => !tasks.Contains(task)))
            findings.Warning(file, 0, $"names the task `{task}`, which the gym has not (nearest: " +
                $"{Nearest(task, tasks)}). Mend or remove it.");
        foreach (string task in tasks.Where(task => !ontology.Contains(task)))
            findings.Warning(file, 0, $"does not name the task `{task}`, so reports put it under " +
                $"`{Ontology.Unknown}`. Add it.");
    }

    private static void Manifest(string folder, IReadOnlyCollection<string> tasks, FindingList findings)
    {
        string file = Path.Combine(folder, GymManifest.FileName);
        if (!File.Exists(file))
            return;
        if (findings.Try(file, () => GymManifest.ReadDescriptions(file)) is not { } described)
            return;
        foreach (TaskDescription task in described.Where(task => !tasks.Contains(task.Name)))
            findings.Error(file, 0, $"describes the task `{task.Name}`, whose folder is missing. Build the gym " +
                "again.");
    }

    private static void FileNames(string folder, FindingList findings)
    {
        foreach (string sub in GymLayout.TaskFolders(folder))
            foreach (string file in Directory.GetFiles(sub, "*.tsv").Order(StringComparer.Ordinal))
            {
                if (!FewShotSplit.TryParse(Path.GetFileName(file), out FewShotSplit split, out _))
                    findings.Warning(
                        file, 0, "the name is not TASK_SHOTS_SEED_PART.tsv with part train, dev or test, so the " +
                            "file is not used. " +
                        "Rename or remove it.");
                else if (split.Task != Path.GetFileName(sub))
                    findings.Error(
                        file, 0, $"the name says task `{split.Task}` but the folder is `{Path.GetFileName(sub)}`, " +
                            "so the file is not " +
                        "used. Move or rename it.");
            }
    }

    private static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key);

    private static string Nearest(string task, IEnumerable<string> tasks) =>
        string.Join(", ", NearestNames.Of(task, tasks));
}
