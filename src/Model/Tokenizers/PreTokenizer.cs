using System.Globalization;
using System.Text;

namespace Moe.Model.Tokenizers;

/// <summary>
/// Cuts text into the pieces inside which byte pairs may merge, as GPT-2 does with the expression
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>. It is written out by hand
/// because .NET's expressions see UTF-16 units, so a letter outside the basic plane would not be a letter, and
/// because this scan is what encoding spends its time on. The pieces joined are the text.
/// </summary>
public static class PreTokenizer
{
    private static readonly string[] Contractions = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    private enum Kind { Space, Letter, Number, Other }

    /// <summary>All pieces of <paramref name="text"/>, in order.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        List<string> pieces = [];
        for (var start = 0; start < text.Length;)
        {
            var end = NextEnd(text, start);
            pieces.Add(text[start..end]);
            start = end;
        }
        return pieces;
    }

    /// <summary>Where the piece that starts at <paramref name="start"/> (before the end of the text) ends.</summary>
    public static int NextEnd(ReadOnlySpan<char> text, int start)
    {
        if (text[start] == '\'' && ContractionLength(text[start..]) is > 0 and var length)
            return start + length;

        var first = text[start] == ' ' && start + 1 < text.Length ? start + 1 : start;
        var kind = KindAt(text, first, out var width);
        return kind == Kind.Space ? SpaceEnd(text, start) : RunEnd(text, first + width, kind);
    }

    private static int ContractionLength(ReadOnlySpan<char> rest)
    {
        foreach (var contraction in Contractions)
        {
            if (rest.StartsWith(contraction, StringComparison.Ordinal))
                return contraction.Length;
        }
        return 0;
    }

    private static int RunEnd(ReadOnlySpan<char> text, int position, Kind kind)
    {
        while (position < text.Length && KindAt(text, position, out var width) == kind)
            position += width;
        return position;
    }

    // The last white space before a word is left out of the run: a blank joins the word, anything else stands alone.
    private static int SpaceEnd(ReadOnlySpan<char> text, int start)
    {
        var end = RunEnd(text, start, Kind.Space);
        return end < text.Length && end - start > 1 ? end - 1 : end;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int position, out int width)
    {
        var unit = text[position];
        width = 1;
        if (char.IsAscii(unit))
            return KindOfAscii(unit);
        if (!char.IsSurrogate(unit))
            return KindOf(CharUnicodeInfo.GetUnicodeCategory(unit), unit);

        Rune.DecodeFromUtf16(text[position..], out var rune, out width);
        return KindOf(Rune.GetUnicodeCategory(rune), unit);
    }

    private static Kind KindOfAscii(char unit)
    {
        if (char.IsAsciiLetter(unit))
            return Kind.Letter;
        if (char.IsAsciiDigit(unit))
            return Kind.Number;
        return unit is ' ' or (>= '\t' and <= '\r') ? Kind.Space : Kind.Other;
    }

    // The categories are numbered by their main class: letters 0 to 4, marks, numbers 8 to 10, separators 11 to 13.
    private static Kind KindOf(UnicodeCategory category, char unit) => category switch
    {
        <= UnicodeCategory.OtherLetter => Kind.Letter,
        >= UnicodeCategory.DecimalDigitNumber and <= UnicodeCategory.OtherNumber => Kind.Number,
        >= UnicodeCategory.SpaceSeparator and <= UnicodeCategory.ParagraphSeparator => Kind.Space,
        _ => unit == '\u0085' ? Kind.Space : Kind.Other,
    };
}
