using System.Buffers;
using System.Globalization;
using System.Text;

namespace Moe.Model.Evaluation;

/// <summary>
/// The normal form in which answers are compared, N(s) of SQuAD's evaluation and of the paper's code: lower-case, then
/// without the 32 ASCII punctuation characters, then without the words a, an and the, then with single blanks.
/// </summary>
public static class AnswerText
{
    private static readonly string[] Articles = ["a", "an", "the"];

    /// <summary>N(text). "The  Cat, a dog!" becomes "cat dog"; "u.s.a" becomes "usa"; "the" becomes "".</summary>
    public static string Normalize(string text) => string.Join(' ', Words(text));

    /// <summary>The words of N(text).</summary>
    public static string[] Words(string text)
    {
        var lowered = WithoutPunctuation(text.ToLowerInvariant());
        return WithoutArticles(lowered).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary><paramref name="text"/> without the 32 ASCII punctuation characters.</summary>
    public static string WithoutPunctuation(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!(char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character))))
                kept.Append(character);
        }
        return kept.ToString();
    }

    // An article ends at the edge of a word, not at white space: in "the’s" the curly apostrophe is such an edge.
    private static string WithoutArticles(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var start = 0; start < text.Length;)
        {
            var end = WordEnd(text, start);
            if (end == start)
                kept.Append(text[start++]);
            else
            {
                var word = text[start..end];
                kept.Append(Articles.Contains(word) ? " " : word);
                start = end;
            }
        }
        return kept.ToString();
    }

    private static int WordEnd(string text, int position)
    {
        while (position < text.Length
            && Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out var width) == OperationStatus.Done
            && IsOfWord(rune))
        {
            position += width;
        }
        return position;
    }

    private static bool IsOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
