using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Tasks;

namespace Moe.Curriculum.Gym.Building;

/// <summary>
/// A row that may be written: one input, its answers, and the hash that decides its side of the split.
/// </summary>
internal sealed record CleanRow(string Input, IReadOnlyList<string> Outputs, ulong Place)
{
    /// <summary>The preferred answer, or the label.</summary>
    public string Output => Outputs[0];
}

/// <summary>
/// Turns what a recipe makes into rows: white space collapsed, over-long, damaged and offensive rows dropped, people's
/// addresses masked, rows with the same input (letter case aside) joined. A classification input with two labels is
/// dropped; elsewhere further answers count as right too.
/// </summary>
internal static partial class RowCleaner
{
    private const int InputWordsMax = 48;
    private const int CharactersMax = 320;
    private const int OutputWordsMax = 24;
    private const int AnswersMax = 5;

    /// <summary>
    /// The clean rows, ordered by the hash of their keys, so that the order of the source plays no part.
    /// </summary>
    public static List<CleanRow> Clean(TaskRecipe recipe, IEnumerable<TaskRow> rows)
    {
        Dictionary<string, Gathered> byInput = new(StringComparer.Ordinal);
        foreach (TaskRow row in rows)
        {
            string input = Text(row.Input, recipe.MasksAddresses);
            string output = Text(row.Output, recipe.MasksAddresses);
            if (!Usable(input, InputWordsMax) || !Usable(output, OutputWordsMax))
                continue;
            string same = Normal(input);
            if (!byInput.TryGetValue(same, out Gathered? gathered))
                byInput[same] = gathered = new Gathered(input, Normal(row.Key ?? input), []);
            if (!gathered.Outputs.Contains(output, StringComparer.Ordinal))
                gathered.Outputs.Add(output);
        }
        return [.. byInput.Values
            .Where(row => !recipe.Classification || row.Outputs.Count == 1)
            .Select(row => new CleanRow(
                row.Input, [.. row.Outputs.Take(AnswersMax)], DeterministicRandom.Hash(row.Key)))
            .OrderBy(row => row.Place)
            .ThenBy(row => row.Input, StringComparer.Ordinal)];
    }

    /// <summary>The form in which two inputs count as the same: lower case, white space collapsed.</summary>
    internal static string Normal(string text) => SpaceRun().Replace(text.Trim(), " ").ToLowerInvariant();

    private static string Text(string text, bool maskAddresses)
    {
        string plain = SpaceRun().Replace(text, " ").Trim();
        return maskAddresses ? LongNumber().Replace(MailAddress().Replace(plain, "(address)"), "(number)") : plain;
    }

    private static bool Usable(string text, int wordsMax) =>
        text.Length > 0
        && text.Length <= CharactersMax
        && text.AsSpan().Count(' ') < wordsMax
        && !text.Any(letter => letter == '\uFFFD' || char.IsControl(letter))
        && !OffensiveWords.In(text);

    private sealed record Gathered(string Input, string Key, List<string> Outputs);

    [GeneratedRegex(@"[\s\u0085\u00A0]+")]
    private static partial Regex SpaceRun();

    [GeneratedRegex(@"\S+ ?@ ?\S+( ?\. ?\w+)*")]
    private static partial Regex MailAddress();

    [GeneratedRegex(@"\+?\d(?:[ ()-]{0,2}\d){6,}")]
    private static partial Regex LongNumber();
}
