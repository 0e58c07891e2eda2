namespace Moe.Curriculum.Gym;

/// <summary>What is known of one task of a gym. Rows are not part of it: <see cref="TaskGym"/> reads them.</summary>
/// <param name="Name">Folder name of the task and the text the model reads in brackets before each input.</param>
/// <param name="Category">First level of the ontology, for example <c>lexical</c>.</param>
/// <param name="SubCategory">Second level, for example <c>inflection</c>.</param>
/// <param name="Metric">One of <see cref="MetricNames"/>.</param>
/// <param name="Classification">Whether outputs are labels, so that few-shot sets hold k rows of each.</param>
/// <param name="Source">Packages the rows were made from, or empty when the gym does not say.</param>
/// <param name="Licence">Licences of those packages, or empty when the gym does not say.</param>
/// <param name="Template">Input and output in words, or empty when the gym does not say.</param>
public sealed record TaskDescription(
    string Name,
    string Category,
    string SubCategory,
    string Metric,
    bool Classification,
    string Source = "",
    string Licence = "",
    string Template = "");
