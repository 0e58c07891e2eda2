using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>New text for the input: titles, tags, names, plainer wording, the end of an idiom.</summary>
internal static partial class GenerationTasks
{
    private const string Titles = "titles";
    private const string Rewording = "rewording";
    private const int MovesMax = 24;

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        new("naics_title", ConditionalGeneration, Titles, MetricNames.RougeL,
            "{description of an industry} -> its title", [Industries.Package], IndustryTitles),
        new("cwe_title", ConditionalGeneration, Titles, MetricNames.RougeL,
            "{description of a software weakness} -> its name", ["cwe-sdk"], WeaknessTitles),
        new("cooking_tags", ConditionalGeneration, Titles, MetricNames.AnswerF1,
            "{title of a cooking question} -> its tags", [CookingQuestions.Package], CookingTags),
        new("license_name", ConditionalGeneration, "names", MetricNames.RougeL,
            "{SPDX identifier} -> full name of the licence", ["spdx-license-list"], Licences),
        new("chess_opening_name", ConditionalGeneration, "names", MetricNames.RougeL,
            "{moves} -> name of the opening", ["scid-data"], Openings),
        new("holiday_name_to_english", ConditionalGeneration, "translation", MetricNames.RougeL,
            "{name of a holiday in its own language} -> English name", [Holidays.Package], HolidayNames),
        new("idiom_completion", ConditionalGeneration, Rewording, MetricNames.ExactMatch,
            "{idiom without its last word} ___ -> last word", [Idioms.Package], LastWords),
        new("wordy_to_simple", ConditionalGeneration, Rewording, MetricNames.ExactMatch,
            "{wordy phrase} -> plain phrase", ["diction", "retext-simplify"], PlainPhrases),
    ];

    private static IEnumerable<TaskRow> IndustryTitles(SourceShelf shelf) =>
        from industry in Industries.Read(shelf)
        where industry.Code.Length == 6
        select new TaskRow(FirstSentence(industry.Description), industry.Title, industry.Description);

    private static IEnumerable<TaskRow> WeaknessTitles(SourceShelf shelf)
    {
        using JsonDocument weaknesses = shelf.Json("cwe-sdk", "raw/cwe-dictionary.json");
        foreach (JsonProperty weakness in weaknesses.RootElement.EnumerateObject())
        {
            string? name = weakness.Value.GetProperty("attr").GetProperty("@_Name").GetString();
            bool described = weakness.Value.TryGetProperty("Description", out JsonElement description)
                && description.ValueKind == JsonValueKind.String;
            if (described && !string.IsNullOrEmpty(name))
                yield return new TaskRow(FirstSentence(Dictionaries.Words(description.GetString()!)), name);
        }
    }

    private static IEnumerable<TaskRow> CookingTags(SourceShelf shelf) =>
        from question in CookingQuestions.Read(shelf)
        where question.Tags.Count is >= 1 and <= 4
        select new TaskRow(question.Title, string.Join(' ', question.Tags), question.Title);

    private static IEnumerable<TaskRow> Licences(SourceShelf shelf)
    {
        using JsonDocument licences = shelf.Json("spdx-license-list", "spdx.json");
        return [.. licences.RootElement.EnumerateObject().Select(licence =>
            new TaskRow(licence.Name, licence.Value.GetProperty("name").GetString()!))];
    }

    private static IEnumerable<TaskRow> Openings(SourceShelf shelf)
    {
        foreach (string line in shelf.Lines("scid-data", "usr/share/scid/data/scid.eco", Encoding.Latin1))
        {
            Match match = Opening().Match(line);
            if (match.Success && match.Groups[2].Value.Split(' ').Length <= MovesMax)
                yield return new TaskRow(match.Groups[2].Value, match.Groups[1].Value);
        }
    }

    private static IEnumerable<TaskRow> HolidayNames(SourceShelf shelf)
    {
        foreach (Holiday holiday in Holidays.Read(shelf))
        {
            if (!holiday.Names.TryGetValue("en", out string? english))
                continue;
            foreach ((string language, string name) in holiday.Names)
                if (language != "en" && name != english)
                    yield return new TaskRow(name, english);
        }
    }

    private static IEnumerable<TaskRow> LastWords(SourceShelf shelf)
    {
        foreach (string idiom in Idioms.Read(shelf))
        {
            string[] words = idiom.Split(' ');
            if (words.Length >= 4 && words[^1].All(char.IsLetter))
                yield return new TaskRow($"{string.Join(' ', words[..^1])} ___", words[^1], idiom);
        }
    }

    private static IEnumerable<TaskRow> PlainPhrases(SourceShelf shelf)
    {
        using JsonDocument patterns = JavaScriptData.Read(shelf, "retext-simplify", "lib/patterns.js", "patterns");
        foreach (JsonProperty pattern in patterns.RootElement.EnumerateObject())
            if (pattern.Value.TryGetProperty("replace", out JsonElement plain))
                foreach (JsonElement one in plain.EnumerateArray())
                    yield return new TaskRow(pattern.Name, one.GetString()!);
        foreach (string line in shelf.Lines("diction", "usr/share/diction/en", Encoding.Latin1))
        {
            string[] fields = line.Split('\t');
            if (fields.Length != 2 || Remark().IsMatch(fields[1]) || fields[1].Trim().Split(' ').Length > 4)
                continue;
            foreach (string plain in fields[1].Split(','))
                yield return new TaskRow(fields[0], plain);
        }
    }

    private static string FirstSentence(string text) => SentenceEnd().Split(text)[0];

    [GeneratedRegex(@"(?<=\.) (?=[A-Z])")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("^[A-E]\\d\\d\\w* \"([^\"]+)\"\\s+(.+?)\\s*\\*?$")]
    private static partial Regex Opening();

    [GeneratedRegex("[(=\"!;]")]
    private static partial Regex Remark();
}
