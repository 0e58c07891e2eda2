using System.Globalization;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// A pointer of a synset to another: its symbol (wninput(5)), target, and the two word numbers, 0 for the whole
/// synset.
/// </summary>
public sealed record WordNetPointer(string Symbol, string TargetKey, int SourceWord, int TargetWord);

/// <summary>A set of words with one meaning.</summary>
/// <param name="PartOfSpeech">n, v, a (also for satellites) or r.</param>
/// <param name="LexicographerFile">Number of the file the synset came from, a topic of 45.</param>
/// <param name="Words">Words with underscores for spaces, syntactic markers removed.</param>
/// <param name="Definition">The gloss up to its first quoted example.</param>
/// <param name="Examples">The quoted examples.</param>
public sealed record Synset(
    char PartOfSpeech,
    int LexicographerFile,
    IReadOnlyList<string> Words,
    IReadOnlyList<WordNetPointer> Pointers,
    string Definition,
    IReadOnlyList<string> Examples)
{
    /// <summary>The first word, spaces for underscores.</summary>
    public string Head => Plain(Words[0]);

    /// <summary>The longest name of the synset: a person's full name.</summary>
    public string LongestName => Plain(Words.MaxBy(word => word.Length)!);

    /// <summary>Whether it is one thing, as a person or a place, and not a kind of thing.</summary>
    public bool IsInstance => Pointers.Any(pointer => pointer.Symbol == "@i");

    /// <summary>Spaces for underscores.</summary>
    public static string Plain(string word) => word.Replace('_', ' ');
}

/// <summary>WordNet 3.0's database files (wndb(5)), in file order nouns, verbs, adjectives, adverbs.</summary>
public sealed partial class WordNet
{
    /// <summary>The Debian package.</summary>
    public const string Package = "wordnet-base";

    private const string Folder = "usr/share/wordnet/";
    private readonly Dictionary<string, Synset> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private WordNet(SourceShelf shelf)
    {
        List<Synset> all = [];
        foreach ((char part, string file) in new[] { ('n', "noun"), ('v', "verb"), ('a', "adj"), ('r', "adv") })
            foreach (string line in shelf.Lines(Package, $"{Folder}data.{file}"))
                if (line.Length > 0 && line[0] != ' ')
                    all.Add(Parse(line, part));
        Synsets = all;
        foreach (string line in shelf.Lines(Package, $"{Folder}cntlist.rev"))
            Count(line);
    }

    /// <summary>All synsets.</summary>
    public IReadOnlyList<Synset> Synsets { get; }

    /// <summary>The shelf's WordNet, parsed once.</summary>
    public static WordNet On(SourceShelf shelf) => shelf.Shared(one => new WordNet(one));

    /// <summary>The synset a pointer leads to.</summary>
    public Synset Target(WordNetPointer pointer) => _byKey[pointer.TargetKey];

    /// <summary>How often the word is tagged in WordNet's corpus: a measure of how common it is.</summary>
    public int Frequency(string word) => _counts.GetValueOrDefault(word.ToLowerInvariant());

    /// <summary>
    /// The irregular forms of a part of speech (<c>noun</c>, <c>verb</c>, <c>adj</c>): inflected form and base.
    /// </summary>
    public static IEnumerable<(string Form, string Base)> Exceptions(SourceShelf shelf, string part)
    {
        foreach (string line in shelf.Lines(Package, $"{Folder}{part}.exc"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 2 && words[0] != words[1])
                yield return (Synset.Plain(words[0]), Synset.Plain(words[1]));
        }
    }

    private void Count(string line)
    {
        string[] fields = line.Split(' ');
        if (fields.Length < 3)
            return;
        string word = fields[0][..fields[0].IndexOf('%', StringComparison.Ordinal)];
        _counts[word] = _counts.GetValueOrDefault(word) + int.Parse(fields[2], CultureInfo.InvariantCulture);
    }

    private Synset Parse(string line, char part)
    {
        int bar = line.IndexOf(" | ", StringComparison.Ordinal);
        string[] fields = line[..bar].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string gloss = line[(bar + 3)..].Trim();
        int wordCount = int.Parse(fields[3], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        string[] words =
            [.. Enumerable.Range(0, wordCount).Select(word => Marker().Replace(fields[4 + 2 * word], ""))];
        Synset synset = new(
            part,
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            words,
            Pointers(fields, 4 + 2 * wordCount),
            FirstExample().Split(gloss)[0].Trim(),
            [.. Quoted().Matches(gloss).Select(match => match.Groups[1].Value)]);
        _byKey[Key(part, fields[0])] = synset;
        return synset;
    }

    private static WordNetPointer[] Pointers(string[] fields, int at)
    {
        WordNetPointer[] pointers = new WordNetPointer[int.Parse(fields[at], CultureInfo.InvariantCulture)];
        for (int number = 0; number < pointers.Length; number++)
        {
            int field = at + 1 + 4 * number;
            char target = fields[field + 2][0] == 's' ? 'a' : fields[field + 2][0];
            string words = fields[field + 3];
            pointers[number] = new WordNetPointer(
                fields[field], Key(target, fields[field + 1]), Hex(words[..2]), Hex(words[2..]));
        }
        return pointers;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Key(char part, string offset) => part + offset;

    [GeneratedRegex(@"\((a|p|ip)\)$")]
    private static partial Regex Marker();

    [GeneratedRegex(";\\s*\"")]
    private static partial Regex FirstExample();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
