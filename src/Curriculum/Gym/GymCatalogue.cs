using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>
/// Finds out what a gym's tasks are. Metric, in this order: the user's <c>metrics.json</c> (task name to metric name),
/// the gym's own <c>gym.json</c>, CrossFit's table for CrossFit's task names, and for a name nobody knows ACC when its
/// few-shot files are of 16 rows a label (which is how CrossFit marks classification) and EM otherwise. Category:
/// <c>gym.json</c>, then <c>ontology.json</c>, then "other".
/// </summary>
internal static class GymCatalogue
{
    /// <summary>File name of the user's own choice of metrics in a gym folder.</summary>
    public const string OverrideFileName = "metrics.json";

    public static Dictionary<string, TaskDescription> Describe(
        string folder, Dictionary<string, IReadOnlyList<FewShotSplit>> splits)
    {
        Dictionary<string, TaskDescription> manifest = ReadManifest(folder);
        Dictionary<string, string> overrides = ReadOverrides(folder);
        Ontology ontology = ReadOntologyFile(folder) ?? new Ontology([]);
        Dictionary<string, TaskDescription> described = new(StringComparer.Ordinal);
        foreach ((string task, IReadOnlyList<FewShotSplit> drawings) in splits)
        {
            TaskDescription description =
                manifest.GetValueOrDefault(task) ?? Guess(task, ontology, drawings.Any(split => split.Shots == "16"));
            described[task] = overrides.TryGetValue(task, out string? metric)
                ? description with { Metric = metric }
                : description;
        }
        return described;
    }

    public static Ontology ReadOntology(string folder, IEnumerable<string> tasks) =>
        ReadOntologyFile(folder) ?? Group(ReadManifest(folder), tasks);

    /// <summary>A tree made from descriptions, sorted by name at every level.</summary>
    public static Ontology Group(IReadOnlyDictionary<string, TaskDescription> known, IEnumerable<string> tasks)
    {
        var places = tasks.Order(StringComparer.Ordinal).Select(task => known.TryGetValue(task, out var description)
            ? (Task: task, description.Category, description.SubCategory)
            : (Task: task, Category: Ontology.Unknown, SubCategory: Ontology.Unknown));
        return new Ontology([.. places.GroupBy(place => place.Category, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(category => new OntologyCategory(category.Key, [.. category
                .GroupBy(place => place.SubCategory, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(sub => new OntologySubCategory(sub.Key, [.. sub.Select(place => place.Task)]))]))]);
    }

    private static TaskDescription Guess(string task, Ontology ontology, bool classification)
    {
        (string category, string subCategory) = ontology.Place(task);
        string metric = CrossFitMetrics.Find(task)
            ?? (classification ? MetricNames.Accuracy : MetricNames.ExactMatch);
        return new TaskDescription(task, category, subCategory, metric, classification);
    }

    private static Ontology? ReadOntologyFile(string folder)
    {
        string file = Path.Combine(folder, Ontology.FileName);
        return File.Exists(file) ? Ontology.Read(file) : null;
    }

    private static Dictionary<string, TaskDescription> ReadManifest(string folder)
    {
        string file = Path.Combine(folder, GymManifest.FileName);
        return File.Exists(file)
            ? GymManifest.ReadDescriptions(file).ToDictionary(task => task.Name, StringComparer.Ordinal)
            : new Dictionary<string, TaskDescription>(StringComparer.Ordinal);
    }

    private static Dictionary<string, string> ReadOverrides(string folder)
    {
        Dictionary<string, string> overrides = new(StringComparer.Ordinal);
        string file = Path.Combine(folder, OverrideFileName);
        if (!File.Exists(file))
            return overrides;
        using JsonDocument document = GymJson.Parse(file);
        foreach (JsonProperty entry in GymJson.Members(document.RootElement, file, "the list of metrics"))
        {
            string? metric = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            if (metric is null || !MetricNames.All.Contains(metric))
                throw new DataException(
                    $"{file}: task `{entry.Name}` has the metric {entry.Value}, expected one of " +
                    $"{string.Join(", ", MetricNames.All)}. Mend the file.");
            overrides[entry.Name] = metric;
        }
        return overrides;
    }
}
