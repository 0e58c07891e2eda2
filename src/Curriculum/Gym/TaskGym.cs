using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>
/// A gym folder: a sub-folder for each task with its split files, <c>ontology.json</c>, <c>splits/*.json</c> and,
/// when <see cref="Building.GymBuilder"/> made it, <c>gym.json</c>. Folders made by CrossFit's scripts open as well:
/// see <see cref="GymCatalogue"/> for where metric and category then come from. Opening reads names only; rows are
/// read when asked for.
/// </summary>
public sealed class TaskGym
{
    private readonly Dictionary<string, TaskDescription> _descriptions;
    private readonly Dictionary<string, IReadOnlyList<FewShotSplit>> _splits;

    private TaskGym(
        string folder,
        Dictionary<string, IReadOnlyList<FewShotSplit>> splits,
        Ontology ontology,
        Dictionary<string, TaskDescription> descriptions)
    {
        Folder = folder;
        Ontology = ontology;
        _splits = splits;
        _descriptions = descriptions;
        Tasks = [.. descriptions.Values.OrderBy(task => task.Name, StringComparer.Ordinal)];
    }

    /// <summary>Path of the gym.</summary>
    public string Folder { get; }

    /// <summary>All tasks found on disk, by name.</summary>
    public IReadOnlyList<TaskDescription> Tasks { get; }

    /// <summary>The gym's tree of tasks; without an <c>ontology.json</c> it is made from the descriptions.</summary>
    public Ontology Ontology { get; }

    /// <summary>Names of the partitions in <c>splits/</c>.</summary>
    public IReadOnlyList<string> Partitions =>
        [.. PartitionFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)!)];

    /// <summary>Opens a gym folder.</summary>
    /// <exception cref="DataException">
    /// The folder is missing, holds no task, or one of its JSON files is malformed.
    /// </exception>
    public static TaskGym Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException(
                $"{folder}: there is no such folder, expected a gym. Build one with `cluster data build --out " +
                $"{folder}` " +
                "or mend the path.");
        Dictionary<string, IReadOnlyList<FewShotSplit>> splits = GymLayout.FindSplits(folder);
        if (splits.Count == 0)
            throw new DataException(
                $"{folder}: no task found. Expected sub-folders with files named TASK/TASK_SHOTS_SEED_train.tsv " +
                "(and " +
                "_dev, _test). Build a gym with `cluster data build`.");
        return new TaskGym(
            folder, splits, GymCatalogue.ReadOntology(folder, splits.Keys), GymCatalogue.Describe(folder, splits));
    }

    /// <summary>What is known of a task.</summary>
    /// <exception cref="DataException">The gym has no such task; the message names the nearest ones.</exception>
    public TaskDescription Task(string name) =>
        _descriptions.TryGetValue(name, out TaskDescription? found) ? found : throw Missing(name);

    /// <summary>Whether the gym has files for a task.</summary>
    public bool Contains(string name) => _descriptions.ContainsKey(name);

    /// <summary>The drawings of a task: few-shot ones by shots and seed, then the full one.</summary>
    /// <exception cref="DataException">The gym has no such task.</exception>
    public IReadOnlyList<FewShotSplit> Splits(string task) =>
        _splits.TryGetValue(task, out IReadOnlyList<FewShotSplit>? found) ? found : throw Missing(task);

    /// <summary>The large drawing of a task, or the drawing with the lowest seed where there is none.</summary>
    /// <exception cref="DataException">The gym has no such task.</exception>
    public FewShotSplit LargestSplit(string task)
    {
        IReadOnlyList<FewShotSplit> all = Splits(task);
        return all.FirstOrDefault(split => split.IsFull) ?? all[0];
    }

    /// <summary>Path of one file of a drawing.</summary>
    public string FilePath(FewShotSplit split, SplitPart part) =>
        Path.Combine(Folder, split.Task, split.FileName(part));

    /// <summary>Reads one file of a drawing.</summary>
    /// <exception cref="DataException">The file is missing or has a bad row.</exception>
    public IReadOnlyList<Example> Read(FewShotSplit split, SplitPart part) =>
        TaskFileReader.Read(FilePath(split, part), split.Task);

    /// <summary>
    /// Reads the good rows of one file of a drawing and reports the bad ones instead of refusing the file.
    /// </summary>
    /// <param name="problems">Receives one entry for each bad row.</param>
    /// <exception cref="DataException">The file is missing.</exception>
    public IReadOnlyList<Example> Collect(FewShotSplit split, SplitPart part, ICollection<RowProblem> problems) =>
        TaskFileReader.Collect(FilePath(split, part), split.Task, problems);

    /// <summary>Reads a partition by the name of its file in <c>splits/</c>; every task must be in the gym.</summary>
    /// <exception cref="DataException">There is no such partition, or it names a task the gym has not.</exception>
    public TaskPartition Partition(string name)
    {
        string file = Path.Combine(Folder, TaskPartition.FolderName, name + ".json");
        if (!File.Exists(file))
            throw new DataException(
                $"{file}: there is no task split `{name}`; the gym has: {string.Join(", ", Partitions)}. Use one of " +
                "these or write the file.");
        TaskPartition partition = TaskPartition.Read(file);
        foreach (string task in partition.All)
            if (!Contains(task))
                throw new DataException($"{file}: {Missing(task).Message}");
        return partition;
    }

    internal static IReadOnlyList<string> PartitionFiles(string folder)
    {
        string splits = Path.Combine(folder, TaskPartition.FolderName);
        return Directory.Exists(splits)
            ? [.. Directory.GetFiles(splits, "*.json").Order(StringComparer.Ordinal)]
            : [];
    }

    private DataException Missing(string name)
    {
        IEnumerable<string> near = NearestNames.Of(name, _descriptions.Keys);
        return new DataException(
            $"the gym {Folder} has no task `{name}`. Nearest names: {string.Join(", ", near)}. Mend the name, or " +
            "build a gym that has the task; `cluster data show` lists all.");
    }
}
