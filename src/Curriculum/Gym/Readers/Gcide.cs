using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>An entry: headword, its syllables with stress marks as printed, and everything after.</summary>
public sealed record GcideEntry(string Word, string Syllables, string Body);

/// <summary>The Collaborative International Dictionary of English: Webster's of 1913 with additions.</summary>
public sealed partial class Gcide
{
    /// <summary>The Debian package.</summary>
    public const string Package = "dict-gcide";

    private Gcide(SourceShelf shelf)
    {
        List<GcideEntry> entries = [];
        foreach (string entry in Start().Split(Dictionaries.Text(shelf, Package, "gcide")))
        {
            Match match = Shape().Match(entry);
            if (match.Success)
                entries.Add(new GcideEntry(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));
        }
        Entries = entries;
    }

    /// <summary>All entries with a printed pronunciation.</summary>
    public IReadOnlyList<GcideEntry> Entries { get; }

    /// <summary>The shelf's dictionary, parsed once.</summary>
    public static Gcide On(SourceShelf shelf) => shelf.Shared(one => new Gcide(one));

    /// <summary>Paragraphs and numbered senses of the body, each on one line.</summary>
    public static IEnumerable<string> Senses(GcideEntry entry) =>
        Paragraph().Split(entry.Body).Select(Dictionaries.Words);

    [GeneratedRegex(@"\n(?=[A-Z][^\n]{0,80} \\[^\\\n]+\\)")]
    private static partial Regex Start();

    [GeneratedRegex(@"^([^\\\n]+?) \\([^\\\n]+)\\,? ?(.*)", RegexOptions.Singleline)]
    private static partial Regex Shape();

    [GeneratedRegex(@"\n[ \t]*\n|\n\s*\[1913[^\n]*|\n(?=\s+\d+\. )")]
    private static partial Regex Paragraph();
}
