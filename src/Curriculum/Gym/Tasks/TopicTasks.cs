using System.Text.Json;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>What a text is about, by the label its own source gives it.</summary>
internal static partial class TopicTasks
{
    private const string Sub = "topic";

    private static readonly HashSet<string> FoldocFields =
    [
        "language", "networking", "programming", "jargon", "operating system", "company", "hardware", "communications",
        "mathematics", "storage", "processor", "database", "person", "graphics", "character", "messaging", "security",
        "algorithm",
    ];

    private static readonly Dictionary<string, string> GcideFields = new()
    {
        ["Bot."] = "botany",
        ["Zool."] = "zoology",
        ["Chem."] = "chemistry",
        ["Med."] = "medicine",
        ["Anat."] = "anatomy",
        ["Naut."] = "nautical",
        ["Law"] = "law",
        ["Min."] = "mineralogy",
        ["Mus."] = "music",
        ["Arch."] = "architecture",
        ["Mil."] = "military",
        ["Geol."] = "geology",
        ["Astron."] = "astronomy",
        ["Math."] = "mathematics",
        ["Her."] = "heraldry",
        ["Gram."] = "grammar",
        ["Physics"] = "physics",
    };

    private static readonly Dictionary<string, string> Sectors = new()
    {
        ["11"] = "agriculture",
        ["21"] = "mining",
        ["22"] = "utilities",
        ["23"] = "construction",
        ["31"] = "manufacturing",
        ["32"] = "manufacturing",
        ["33"] = "manufacturing",
        ["42"] = "wholesale trade",
        ["44"] = "retail trade",
        ["45"] = "retail trade",
        ["48"] = "transportation",
        ["49"] = "transportation",
        ["51"] = "information",
        ["52"] = "finance",
        ["53"] = "real estate",
        ["54"] = "professional services",
        ["56"] = "administrative services",
        ["61"] = "education",
        ["62"] = "health care",
        ["71"] = "arts and recreation",
        ["72"] = "food and lodging",
        ["81"] = "other services",
        ["92"] = "government",
    };

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        new("cooking_topic", Classification, Sub, MetricNames.ClassificationF1,
            "{title of a cooking question} -> one of 19 tags", [CookingQuestions.Package], CookingTopics),
        new("naics_sector", Classification, Sub, MetricNames.ClassificationF1,
            "{description of an industry} -> one of 19 sectors", [Industries.Package], IndustrySectors),
        new("foldoc_category", Classification, Sub, MetricNames.ClassificationF1,
            "{computing term}: {definition} -> one of 18 fields", ["dict-foldoc"], FoldocCategories),
        new("gcide_field", Classification, Sub, MetricNames.ClassificationF1,
            "{word}: {definition of 1913} -> one of 17 fields", [Gcide.Package], GcideFieldRows),
        new("emoji_group", Classification, Sub, MetricNames.Accuracy,
            "{description of an emoji} -> one of 9 groups", ["gemoji"], EmojiGroups),
        new("brown_fiction_or_not", Classification, "style", MetricNames.Accuracy,
            "{sentence} -> fiction / informative", [BrownCorpus.Package], Fiction),
    ];

    private static IEnumerable<TaskRow> CookingTopics(SourceShelf shelf)
    {
        HashSet<string> topics =
        [
            "baking", "food-safety", "substitutions", "equipment", "bread", "chicken", "storage-method", "sauce",
            "meat", "eggs", "cheese", "coffee", "chocolate", "cake", "fish", "rice", "pasta", "vegetables", "fruit",
        ];
        foreach ((string title, IReadOnlyList<string> tags) in CookingQuestions.Read(shelf))
        {
            string[] known = [.. tags.Where(topics.Contains)];
            if (known.Length == 1)
                yield return new TaskRow(title, known[0]);
        }
    }

    private static IEnumerable<TaskRow> IndustrySectors(SourceShelf shelf) =>
        from industry in Industries.Read(shelf)
        where industry.Code.Length >= 5 && Sectors.ContainsKey(industry.Code[..2])
        select new TaskRow(industry.Description, Sectors[industry.Code[..2]]);

    private static IEnumerable<TaskRow> FoldocCategories(SourceShelf shelf) =>
        from entry in Dictionaries.Foldoc(shelf)
        where entry.Category is not null && FoldocFields.Contains(entry.Category)
        select new TaskRow($"{entry.Term}: {FirstSentence(entry.Definition)}", entry.Category!);

    private static IEnumerable<TaskRow> GcideFieldRows(SourceShelf shelf)
    {
        foreach (GcideEntry entry in Gcide.On(shelf).Entries)
            foreach (string sense in Gcide.Senses(entry))
            {
                Match match = Field().Match(sense);
                if (!match.Success)
                    continue;
                string field = match.Groups[1].Value.StartsWith("Zo") ? "Zool." : match.Groups[1].Value;
                string text = match.Groups[2].Value.Replace("{", "").Replace("}", "").Split(" --")[0];
                yield return new TaskRow($"{entry.Word}: {text.Split(" [1913")[0]}", GcideFields[field]);
            }
    }

    private static IEnumerable<TaskRow> EmojiGroups(SourceShelf shelf)
    {
        using JsonDocument emoji = JavaScriptData.Read(shelf, "gemoji", "index.js", "gemoji");
        foreach (JsonElement one in emoji.RootElement.EnumerateArray())
            yield return new TaskRow(
                one.GetProperty("description").GetString()!, one.GetProperty("category").GetString()!);
    }

    private static IEnumerable<TaskRow> Fiction(SourceShelf shelf)
    {
        HashSet<string> fiction = ["fiction", "mystery", "science_fiction", "adventure", "romance"];
        HashSet<string> unclear = ["humor", "lore", "belles_lettres"];
        return from sentence in BrownCorpus.On(shelf).Sentences
               where sentence.Words.Count is >= 12 and <= 30 && !unclear.Contains(sentence.Genre)
               select new TaskRow(sentence.Text, fiction.Contains(sentence.Genre) ? "fiction" : "informative");
    }

    private static string FirstSentence(string text) => SentenceEnd().Split(text)[0];

    [GeneratedRegex(@"(?<=[.;]) ")]
    private static partial Regex SentenceEnd();

    // Zoology is printed with a diaeresis, which the source writes as a quotation mark.
    [GeneratedRegex(
        "^(?:\\d+\\. )?\\((Bot\\.|Zo[\"\\w]*l\\.|Chem\\.|Med\\.|Anat\\.|Naut\\.|Law|Min\\.|Mus\\.|Arch\\.|Mil\\.|" +
        "Geol\\.|Astron\\.|Math\\.|Her\\.|Gram\\.|Physics)\\) ([A-Z].{15,})$")]
    private static partial Regex Field();
}
