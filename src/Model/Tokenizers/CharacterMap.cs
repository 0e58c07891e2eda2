using System.Buffers.Binary;

namespace Moe.Model.Tokenizers;

/// <summary>
/// The replacements of a SentencePiece normalization (nmt_nfkc and others), compiled into the model: four bytes with the
/// size of a trie, the trie, and the replacements, each ended by a zero byte. The trie is a double array (Aoe 1989) in the
/// layout of Darts-clone: units of 32 bits with a byte's label, the distance to its children, and whether a word ends.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] units = [];
    private readonly byte[] replacements = [];

    /// <summary>The map of a model; an empty one replaces nothing.</summary>
    /// <exception cref="FormatException">The bytes are no such map.</exception>
    public CharacterMap(ReadOnlySpan<byte> compiled)
    {
        if (compiled.IsEmpty) return;
        if (compiled.Length < 4) throw new FormatException("its character map has no size");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(compiled);
        if (size == 0 || size % 4 != 0 || size > compiled.Length - 4)
            throw new FormatException($"its character map of {compiled.Length} bytes has a trie of {size}");
        units = new uint[size / 4];
        for (var i = 0; i < units.Length; i++) units[i] = BinaryPrimitives.ReadUInt32LittleEndian(compiled[(4 + 4 * i)..]);
        replacements = compiled[(4 + (int)size)..].ToArray();
    }

    /// <summary>The replacement of the longest beginning of a text that has one, and how long that beginning is; else 0.</summary>
    /// <exception cref="FormatException">The map is damaged.</exception>
    public ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (units.Length == 0) return default;
        var (place, found) = (Children(0, units[0]), 0u);
        for (var i = 0; i < text.Length; i++)
        {
            place ^= text[i];
            var unit = Unit(place);
            if ((unit & 0x800000FF) != text[i]) break;
            place = Children(place, unit);
            if ((unit >> 8 & 1) == 0) continue;
            (found, length) = (Unit(place) & 0x7FFFFFFF, i + 1);
        }
        return length == 0 ? default : Replacement(found);
    }

    private static uint Children(uint place, uint unit) => place ^ ((unit >> 10) << (int)((unit & 0x200) >> 6));

    private uint Unit(uint place) => place < units.Length
        ? units[place]
        : throw new FormatException($"its character map leads to unit {place} of {units.Length}");

    private ReadOnlySpan<byte> Replacement(uint start)
    {
        if (start >= replacements.Length)
            throw new FormatException($"its character map leads to replacement {start} of {replacements.Length} bytes");
        var text = replacements.AsSpan((int)start);
        var end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
