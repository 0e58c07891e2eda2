using System.Text;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// An entry of FOLDOC: headword, field and acronym in front of its text where given, first paragraph, and the date it
/// was written, as yyyy-MM-dd.
/// </summary>
public sealed record FoldocEntry(string Term, string? Category, string? Acronym, string Definition, string? Date);

/// <summary>
/// An entry of a bilingual FreeDict dictionary: headword, pronunciation, tags as they stand, translations.
/// </summary>
public sealed record FreeDictEntry(
    string Word, string Ipa, IReadOnlyList<string> Tags, IReadOnlyList<string> Translations);

/// <summary>
/// Readers of the dictionaries that Debian ships for the DICT protocol, as plain text in dictzip files.
/// </summary>
public static partial class Dictionaries
{
    /// <summary>The text of a dictionary's only data file.</summary>
    public static string Text(SourceShelf shelf, string package, string name) =>
        shelf.Text(package, $"usr/share/dictd/{name}.dict.dz");

    /// <summary>FOLDOC, the Free On-line Dictionary of Computing; parsed once for a shelf.</summary>
    public static IReadOnlyList<FoldocEntry> Foldoc(SourceShelf shelf) =>
        shelf.Shared<IReadOnlyList<FoldocEntry>>(one => [.. ParseFoldoc(one)]);

    private static IEnumerable<FoldocEntry> ParseFoldoc(SourceShelf shelf)
    {
        foreach (string entry in EntryAtColumnZero().Split(Text(shelf, "dict-foldoc", "foldoc")))
        {
            Match match = FoldocShape().Match(entry);
            if (!match.Success)
                continue;
            Match date = IsoDate().Match(entry);
            string definition = Words(match.Groups["text"].Value.Replace("{", "", StringComparison.Ordinal)
                .Replace("}", "", StringComparison.Ordinal));
            yield return new FoldocEntry(
                match.Groups["term"].Value, Value(match, "category"), Value(match, "acronym"), definition,
                date.Success ? date.Groups[1].Value : null);
        }
    }

    /// <summary>VERA: computing acronyms with expansion and, in brackets, domain.</summary>
    public static IEnumerable<(string Acronym, string Expansion)> Vera(SourceShelf shelf)
    {
        foreach (string entry in EntryAtColumnZero().Split(Text(shelf, "dict-vera", "vera")))
        {
            Match match = VeraShape().Match(entry);
            if (match.Success)
                yield return (match.Groups[1].Value, Words(match.Groups[2].Value));
        }
    }

    /// <summary>Reads the FreeDict dictionary from one language to another, by their three-letter codes.</summary>
    public static IEnumerable<FreeDictEntry> FreeDict(SourceShelf shelf, string from, string to)
    {
        string name = $"freedict-{from}-{to}";
        foreach (Match match in FreeDictShape().Matches(Text(shelf, "dict-" + name, name)))
        {
            string line = Bracketed().Replace(match.Groups["line"].Value.Trim(), "");
            string[] translations = [.. line.Split(',', ';').Select(Words).Where(word => word.Length > 0)];
            if (translations.Length == 0 || NoTranslation().IsMatch(line))
                continue;
            string[] tags = match.Groups["tags"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries);
            yield return new FreeDictEntry(
                match.Groups["word"].Value.Trim(), match.Groups["ipa"].Value, tags, translations);
        }
    }

    /// <summary>Collapses runs of white space to single spaces.</summary>
    public static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string? Value(Match match, string group) =>
        match.Groups[group].Success ? match.Groups[group].Value : null;

    [GeneratedRegex(@"\n(?=\S)")]
    private static partial Regex EntryAtColumnZero();

    [GeneratedRegex(
        @"^(?<term>[^\n]+)\n\n   (?:<(?<category>[^>]+)>\s+)?(?:\((?<acronym>[A-Z0-9/-]{2,8})\)\s+)?" +
        @"(?<text>.+?)(?=\n\n|\z)",
        RegexOptions.Singleline)]
    private static partial Regex FoldocShape();

    [GeneratedRegex(@"^   \((\d{4}-\d{2}-\d{2})\)", RegexOptions.Multiline)]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"^(\S+)\n\s+(.+)", RegexOptions.Singleline)]
    private static partial Regex VeraShape();

    [GeneratedRegex(
        @"^(?<word>[^\n/<]+?) /(?<ipa>[^/\n]*)/(?: <(?<tags>[^>\n]*)>)?[^\n]*\n\s*(?:1\. )?(?<line>[^\n]+)",
        RegexOptions.Multiline)]
    private static partial Regex FreeDictShape();

    [GeneratedRegex(@"<[^>]*>|\[[^\]]*\]|\([^)]*\)|^1\. ")]
    private static partial Regex Bracketed();

    [GeneratedRegex("^(Note|Synonym|see|\")")]
    private static partial Regex NoTranslation();
}
