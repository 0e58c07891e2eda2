using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>A row as a recipe makes it, before cleaning.</summary>
/// <param name="Input">What the model reads.</param>
/// <param name="Output">A right answer. Rows with the same input become one row with several answers.</param>
/// <param name="Key">
/// The text the row was made from, when other tasks or rows are made from it too: rows with the same key fall on the
/// same side of train, dev and test in every task. Null means the input.
/// </param>
public sealed record TaskRow(string Input, string Output, string? Key = null);

/// <summary>How a task is made from packages.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="Category">One of <see cref="TaskCategories"/>.</param>
/// <param name="SubCategory">Second level of the ontology.</param>
/// <param name="Metric">One of <see cref="MetricNames"/>.</param>
/// <param name="Template">Input and output in words, for people.</param>
/// <param name="Packages">Packages the rows come from.</param>
/// <param name="Rows">Makes the rows; the order decides nothing but which answer of an input comes first.</param>
public sealed record TaskRecipe(
    string Name,
    string Category,
    string SubCategory,
    string Metric,
    string Template,
    IReadOnlyList<string> Packages,
    Func<SourceShelf, IEnumerable<TaskRow>> Rows)
{
    /// <summary>Whether outputs are labels of which every split holds about as many rows.</summary>
    public bool Classification => Category == TaskCategories.Classification;

    /// <summary>Whether inputs are people's messages, whose addresses and numbers are masked.</summary>
    public bool MasksAddresses { get; init; }
}

/// <summary>The first level of the gym's ontology.</summary>
public static class TaskCategories
{
    /// <summary>The output is one of a few labels.</summary>
    public const string Classification = "classification";

    /// <summary>The output is a piece of the input.</summary>
    public const string Extraction = "extraction";

    /// <summary>The output is a fact the input does not hold.</summary>
    public const string WorldKnowledge = "world_knowledge";

    /// <summary>The output is another form of a word.</summary>
    public const string Lexical = "lexical";

    /// <summary>The output is the input written in another format.</summary>
    public const string StringFormat = "string_format";

    /// <summary>The output is new text for the input.</summary>
    public const string ConditionalGeneration = "conditional_generation";
}
