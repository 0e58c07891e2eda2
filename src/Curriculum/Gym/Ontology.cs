using System.Text.Json;
using Moe.Model.Failures;

namespace Moe.Curriculum.Gym;

/// <summary>The tree category, sub-category, tasks of a gym: CrossFit's ontology JSON.</summary>
public sealed class Ontology
{
    /// <summary>File name in a gym folder.</summary>
    public const string FileName = "ontology.json";

    /// <summary>Category and sub-category of a task no ontology names.</summary>
    public const string Unknown = "other";

    private readonly Dictionary<string, (string Category, string SubCategory)> _places = new(StringComparer.Ordinal);

    /// <summary>Builds the tree; a task named twice keeps its first place.</summary>
    /// <param name="categories">Category to sub-category to task names, in display order.</param>
    public Ontology(IReadOnlyList<OntologyCategory> categories)
    {
        Categories = categories;
        foreach (OntologyCategory category in categories)
            foreach (OntologySubCategory sub in category.SubCategories)
                foreach (string task in sub.Tasks)
                    _places.TryAdd(task, (category.Name, sub.Name));
    }

    /// <summary>The categories in the file's order.</summary>
    public IReadOnlyList<OntologyCategory> Categories { get; }

    /// <summary>All task names in the file's order: heatmaps and reports show tasks in this order.</summary>
    public IEnumerable<string> Tasks =>
        Categories.SelectMany(category => category.SubCategories).SelectMany(sub => sub.Tasks);

    /// <summary>Where a task stands, or <see cref="Unknown"/> twice.</summary>
    public (string Category, string SubCategory) Place(string task) =>
        _places.TryGetValue(task, out var place) ? place : (Unknown, Unknown);

    /// <summary>Whether the tree names the task.</summary>
    public bool Contains(string task) => _places.ContainsKey(task);

    /// <summary>Reads the JSON object category to sub-category to list of tasks.</summary>
    /// <exception cref="DataException">The file is missing or of another shape.</exception>
    public static Ontology Read(string file)
    {
        using JsonDocument document = GymJson.Parse(file);
        List<OntologyCategory> categories = [];
        foreach (JsonProperty category in GymJson.Members(document.RootElement, file, "the ontology"))
        {
            List<OntologySubCategory> subs = [];
            foreach (JsonProperty sub in GymJson.Members(category.Value, file, $"category `{category.Name}`"))
                subs.Add(new OntologySubCategory(sub.Name, GymJson.Names(sub.Value, file, sub.Name)));
            categories.Add(new OntologyCategory(category.Name, subs));
        }
        return new Ontology(categories);
    }

    /// <summary>Writes the JSON that <see cref="Read"/> reads.</summary>
    public void Write(string file) => GymJson.Write(file, writer =>
    {
        writer.WriteStartObject();
        foreach (OntologyCategory category in Categories)
        {
            writer.WriteStartObject(category.Name);
            foreach (OntologySubCategory sub in category.SubCategories)
                GymJson.WriteNames(writer, sub.Name, sub.Tasks);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    });
}

/// <summary>One category of the tree.</summary>
public sealed record OntologyCategory(string Name, IReadOnlyList<OntologySubCategory> SubCategories);

/// <summary>One sub-category and its tasks.</summary>
public sealed record OntologySubCategory(string Name, IReadOnlyList<string> Tasks);
