using Moe.Model.Failures;

namespace Moe.Model.Evaluation;

/// <summary>The metrics that task files can name.</summary>
public static class Metrics
{
    private static readonly Dictionary<string, ITaskMetric> Known =
        new ITaskMetric[]
        {
            new Accuracy(), new ExactMatch(), new ExactMatchRaw(), new ClassificationF1(),
            new AnswerF1(), new RougeL(), new Pearson(), new Matthews(),
        }.ToDictionary(metric => metric.Name, StringComparer.Ordinal);

    /// <summary>ACC, EM, EM-raw, Classification-F1, QA-F1, Rouge-L, Pearson, Matthews.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The metric called <paramref name="name"/>, case included.</summary>
    /// <exception cref="DataException">There is none; the message lists those there are.</exception>
    public static ITaskMetric ByName(string name) => Known.TryGetValue(name, out var metric)
        ? metric
        : throw new DataException(
            $"No metric is called '{name}'. Known metrics: {string.Join(", ", Known.Keys)}. Correct the "
            + "task's metric.");
}
