using System.Collections.Frozen;

namespace Moe.Model.Tokenizers;

/// <summary>
/// The 256 characters that stand for bytes in GPT-2's and BART's vocabularies. A byte that is a visible Latin-1
/// character stands for itself; the other 68 (controls, spaces, 0xAD) are U+0100 and up, in byte order, so that no
/// token contains white space. Hence the well-known "Ġ" (U+0120) for a space.
/// </summary>
public static class ByteAlphabet
{
    private static readonly char[] CharacterOfByte = Build();

    private static readonly FrozenDictionary<char, byte> ByteOfCharacter =
        CharacterOfByte.Select((character, index) => (character, index))
            .ToFrozenDictionary(pair => pair.character, pair => (byte)pair.index);

    /// <summary>The character that stands for <paramref name="value"/>.</summary>
    public static char ToCharacter(byte value) => CharacterOfByte[value];

    /// <summary>The byte that <paramref name="character"/> stands for; false when it stands for none.</summary>
    public static bool TryToByte(char character, out byte value) => ByteOfCharacter.TryGetValue(character, out value);

    private static char[] Build()
    {
        var characters = new char[256];
        var hidden = 0;
        for (var value = 0; value < characters.Length; value++)
        {
            var visible = value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[value] = visible ? (char)value : (char)(0x100 + hidden++);
        }
        return characters;
    }
}
