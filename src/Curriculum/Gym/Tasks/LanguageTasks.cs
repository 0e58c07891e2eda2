using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>Which language a text or a word is in or from.</summary>
internal static partial class LanguageTasks
{
    private const string Sub = "language";
    private const int WordsPerLanguage = 3000;

    /// <summary>
    /// Quotation files chosen by hand: sayings, sciences and classics, none of the joke or banter files.
    /// </summary>
    private static readonly (string Language, string Package, string Folder, string[] Files)[] Quotations =
    [
        ("English", "fortunes", "", ["wisdom", "science", "art", "education", "work", "computers"]),
        ("German", "fortunes-de", "de/", ["sprichworte", "murphy", "mathematiker"]),
        ("Italian", "fortunes-it", "it/", ["leggi", "definizioni", "formiche"]),
        ("Spanish", "fortunes-es", "es/",
            ["refranes.fortunes", "filosofia.fortunes", "arte.fortunes", "ciencia.fortunes", "libertad.fortunes",
             "sabiduria.fortunes", "verdad.fortunes", "vida.fortunes"]),
        ("Polish", "fortunes-pl", "pl/", ["pratchett", "polish_manpages", "komputery", "haiku.u8", "lcamtuf", "perl"]),
        ("Czech", "fortunes-cs", "cs/", ["prislovi", "citace", "klasik-cz", "murphy", "hornicek", "wikiquote"]),
        ("Portuguese", "fortunes-br", "", ["brasil"]),
    ];

    private static readonly (string Language, string Package, string File)[] Lists =
    [
        ("English", "wamerican", "american-english"), ("French", "wfrench", "french"),
        ("German", "wngerman", "ngerman"), ("Spanish", "wspanish", "spanish"),
        ("Italian", "witalian", "italian"), ("Dutch", "wdutch", "dutch"),
        ("Portuguese", "wportuguese", "portuguese"),
    ];

    private static readonly HashSet<string> Declarations =
    [
        "English", "French", "Spanish", "Portuguese", "Italian", "Romanian", "German", "Dutch", "Swedish",
        "Danish", "Finnish", "Estonian", "Latvian", "Lithuanian", "Polish", "Czech", "Slovak", "Slovenian",
        "Croatian", "Hungarian", "Albanian", "Turkish", "Basque", "Catalan", "Galician", "Welsh", "Irish",
        "Breton", "Icelandic", "Afrikaans", "Swahili", "Zulu", "Yoruba", "Hausa", "Somali", "Indonesian",
        "Tagalog", "Vietnamese", "Maori", "Hawaiian", "Samoan", "Esperanto", "Latin", "Maltese",
        "Luxembourgish", "Faroese", "Javanese", "Sundanese", "Occitan", "Corsican",
    ];

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        new("fortune_language_id", Classification, Sub, MetricNames.Accuracy, "{quotation} -> one of 7 languages",
            [.. Quotations.Select(one => one.Package)], QuotationRows),
        new("udhr_language_id", Classification, Sub, MetricNames.Accuracy,
            "{paragraph of the Declaration of Human Rights} -> one of 47 languages", ["udhr"], DeclarationRows),
        new("word_language_id", Classification, Sub, MetricNames.Accuracy, "{word} -> one of 7 languages",
            [.. Lists.Select(one => one.Package)], WordRows),
        new("british_or_american", Classification, "spelling", MetricNames.Accuracy,
            "{word} -> British / American", ["scowl"], SpellingRows),
    ];

    private static IEnumerable<TaskRow> QuotationRows(SourceShelf shelf) =>
        from list in Quotations
        from file in list.Files
        from entry in shelf.Text(list.Package, $"usr/share/games/fortunes/{list.Folder}{file}").Split("\n%\n")
        let text = Dictionaries.Words(entry)
        where text.Split(' ').Length is >= 5 and <= 25
        select new TaskRow(text, list.Language);

    private static IEnumerable<TaskRow> DeclarationRows(SourceShelf shelf)
    {
        foreach (string file in shelf.Files("udhr", "declaration", "*.html"))
        {
            string text = shelf.Text("udhr", file);
            string language = Title().Match(text).Groups[1].Value.Trim();
            if (!Declarations.Contains(language))
                continue;
            foreach (Match paragraph in Paragraph().Matches(text))
            {
                string words = Dictionaries.Words(paragraph.Groups[1].Value);
                if (words.Length >= 20 && words.Split(' ').Length <= 30)
                    yield return new TaskRow(words, language);
            }
        }
    }

    /// <summary>Words of six letters or more that are in one list alone, as many of each language.</summary>
    private static IEnumerable<TaskRow> WordRows(SourceShelf shelf)
    {
        List<(string Language, List<string> Words)> lists = [];
        foreach ((string language, string package, string file) in Lists)
            lists.Add((language, [.. shelf.Lines(package, $"usr/share/dict/{file}")
                .Where(word => word.Length >= 6 && word.All(char.IsLetter))
                .Select(word => word.ToLowerInvariant()).Distinct()]));
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string word in lists.SelectMany(list => list.Words))
            counts[word] = counts.GetValueOrDefault(word) + 1;
        foreach ((string language, List<string> words) in lists)
        {
            string[] own = [.. words.Where(word => counts[word] == 1)
                .OrderBy(word => DeterministicRandom.Hash($"word_language_id/{word}"))];
            foreach (string word in own.Take(WordsPerLanguage))
                yield return new TaskRow(word, language);
        }
    }

    private static IEnumerable<TaskRow> SpellingRows(SourceShelf shelf) =>
        WordLists.Scowl(shelf, "american").Select(word => new TaskRow(word, "American"))
            .Concat(WordLists.Scowl(shelf, "british").Select(word => new TaskRow(word, "British")));

    [GeneratedRegex(@"<title>([^<(,]+)")]
    private static partial Regex Title();

    [GeneratedRegex(@"<p>([^<]+)</p>")]
    private static partial Regex Paragraph();
}
