using Moe.Curriculum.Gym;

namespace Moe.Curriculum.Prompts;

/// <summary>
/// How one task is asked for in plain words, in the shape of P3: templates for the input, and for a task with a fixed set of
/// answers the words each answer is given in.
/// </summary>
/// <param name="Task">The task.</param>
/// <param name="Templates">
/// At least one. {input} stands for the row's input, {part1}, {part2}, ... for its parts between " | ", {choices} for the answers'
/// words.
/// </param>
/// <param name="Choices">Words by answer, in order; empty for a task whose answers are free.</param>
public sealed record TaskPrompts(
    string Task, IReadOnlyList<string> Templates, IReadOnlyList<KeyValuePair<string, string>> Choices)
{
    private const string PartSeparator = " | ";

    /// <summary>The input that a template makes of a row.</summary>
    public string Input(Example row, int template)
    {
        // Parts are put in last and at once, so that braces within a row are never taken for a place.
        var parts = row.Input.Split(PartSeparator);
        var places = parts.Select((part, index) => ($"{{part{index + 1}}}", part)).Append(("{input}", row.Input)).ToList();
        var text = Templates[template].Replace("{choices}", Listed(), StringComparison.Ordinal);
        for (var at = 0; at < text.Length; at++)
        {
            var found = places.Find(place => string.CompareOrdinal(text, at, place.Item1, 0, place.Item1.Length) == 0);
            if (found.Item1 is null) continue;
            text = text[..at] + found.Item2 + text[(at + found.Item1.Length)..];
            at += found.Item2.Length - 1;
        }
        return text;
    }

    /// <summary>The row's answers in the task's words; an answer that is no choice stays as it is.</summary>
    public IReadOnlyList<string> Outputs(Example row) =>
        [.. row.Outputs.Select(output => Choices.Where(choice => choice.Key == output).Select(choice => choice.Value)
            .FirstOrDefault(output))];

    private string Listed()
    {
        string[] words = [.. Choices.Select(choice => choice.Value)];
        return words.Length < 2 ? string.Concat(words) : $"{string.Join(", ", words[..^1])} or {words[^1]}";
    }
}
