using System.Runtime.InteropServices;

namespace Moe.Model.Tokenizers;

/// <summary>
/// SentencePiece's normalization of a text in UTF-8: characters are replaced by the model's map (nmt_nfkc folds widths,
/// ligatures and kinds of blanks), blanks are trimmed and joined, one is put in front, and all are written as U+2581.
/// </summary>
internal sealed class SentencePieceNormalizer(SentencePieceModel model, PieceTrie userDefined)
{
    private readonly CharacterMap map = new(model.CharacterMap);

    /// <summary>How a blank is written within a piece.</summary>
    public static ReadOnlySpan<byte> EscapedBlank => "\u2581"u8;

    /// <summary>The normalized text.</summary>
    public byte[] Normalize(ReadOnlySpan<byte> text)
    {
        List<byte> normalized = new(text.Length + 3);
        var afterBlank = model.RemovesExtraBlanks;
        if (model.AddsBlankInFront && !text.IsEmpty) AddBlank(normalized);
        while (!text.IsEmpty)
        {
            var next = Next(text, out var length);
            text = text[length..];
            if (afterBlank) next = next.TrimStart((byte)' ');
            if (next.IsEmpty) continue;
            foreach (var value in next)
            {
                if (value == ' ') AddBlank(normalized);
                else normalized.Add(value);
            }
            afterBlank = model.RemovesExtraBlanks && next[^1] == ' ';
        }
        if (model.RemovesExtraBlanks) TrimEnd(normalized);
        return [.. normalized];
    }

    // The normalized form of the text's first character or characters.
    private ReadOnlySpan<byte> Next(ReadOnlySpan<byte> text, out int length)
    {
        length = userDefined.Longest(text);
        if (length > 0) return text[..length];
        var replaced = map.Replace(text, out length);
        if (length > 0) return replaced;
        length = Math.Min(CharacterLength(text[0]), text.Length);
        return text[..length];
    }

    /// <summary>Bytes of the character that begins with a byte.</summary>
    public static int CharacterLength(byte first) => first switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };

    private void AddBlank(List<byte> normalized)
    {
        if (model.EscapesBlanks) normalized.AddRange(EscapedBlank);
        else normalized.Add((byte)' ');
    }

    private void TrimEnd(List<byte> normalized)
    {
        var blank = model.EscapesBlanks ? EscapedBlank : " "u8;
        while (CollectionsMarshal.AsSpan(normalized).EndsWith(blank))
            normalized.RemoveRange(normalized.Count - blank.Length, blank.Length);
    }
}
