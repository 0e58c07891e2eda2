namespace Moe.Curriculum.Gym;

/// <summary>
/// The metrics a task can name. The first seven are CrossFit's; the formulas are in Moe.Model.Evaluation.
/// </summary>
public static class MetricNames
{
    /// <summary>Share of predictions equal to an answer, letter case ignored.</summary>
    public const string Accuracy = "ACC";

    /// <summary>Share equal to an answer after lower-casing and dropping punctuation and articles.</summary>
    public const string ExactMatch = "EM";

    /// <summary>
    /// Share equal to an answer as written. CrossFit's EM would call a copy of the input right wherever a task is
    /// about letter case or punctuation, so string tasks use this one.
    /// </summary>
    public const string ExactMatchRaw = "EM-raw";

    /// <summary>Macro F1 over labels.</summary>
    public const string ClassificationF1 = "Classification-F1";

    /// <summary>Mean token F1 against the best answer.</summary>
    public const string AnswerF1 = "QA-F1";

    /// <summary>Mean F of the longest common subsequence of words.</summary>
    public const string RougeL = "Rouge-L";

    /// <summary>Pearson correlation of numbers.</summary>
    public const string Pearson = "Pearson";

    /// <summary>Matthews correlation of two labels.</summary>
    public const string Matthews = "Matthews";

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Accuracy, ExactMatch, ExactMatchRaw, ClassificationF1, AnswerF1, RougeL, Pearson, Matthews];
}
