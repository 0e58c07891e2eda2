using System.Text.RegularExpressions;

namespace Prometheus;

/// <summary>A metric: its name, its help and the names of its labels.</summary>
public abstract partial class Collector
{
    private protected const string NullLabelMessage =
        "Null values are not supported for metric label names and values.";

    private protected Collector(string name, string help, string[] labelNames)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException($"Metric name '{name}' does not match regex '^[a-zA-Z_][a-zA-Z0-9_]*$'.");
        foreach (string labelName in labelNames)
            ValidateLabelName(labelName);
        if (labelNames.Distinct().Count() != labelNames.Length)
        {
            throw new InvalidOperationException(
                "The set of label names includes duplicates: " + string.Join(", ", labelNames));
        }

        Name = name;
        Help = help;
        LabelNames = [.. labelNames];
    }

    public string Name { get; }

    public string Help { get; }

    public string[] LabelNames { get; }

    internal abstract string Type { get; }

    public override string ToString() => $"{Name}{{{string.Join(",", LabelNames)}}}";

    internal abstract void WriteChildren(ExpositionWriter writer);

    internal abstract void Remove(string[] labelValues);

    private static void ValidateLabelName(string labelName)
    {
        if (labelName is null)
            throw new NotSupportedException(NullLabelMessage);
        if (!NamePattern().IsMatch(labelName))
            throw new ArgumentException($"Label name '{labelName}' does not match regex '^[a-zA-Z_][a-zA-Z0-9_]*$'.");
        if (labelName.StartsWith("__", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Label name '{labelName}' is not valid - labels starting with double underscore are reserved!");
        }
    }

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_]*\z")]
    private static partial Regex NamePattern();
}
