using System.Text;

namespace Moe.Unit.Specs.Model.Tokenizers;

/// <summary>Texts from a seed, made of what tokenizers stumble over.</summary>
internal static class RandomText
{
    private static readonly string[] Parts =
    [
        "a", "b", "ab", "the", "Word", "x", "z", "1", "42", "٣", "½", "Ⅷ", " ", "  ", "\t", "\n", "\r\n",
        "\u00A0", "\u2003", "\u0085", "'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'", "'S", ".", ",", "!?", "<", ">",
        "_", "é", "e\u0301", "ß", "日本", "ع", "ʼ", "\u200B", "\u200D", "€", "\0", "\u0001",
    ];

    private static readonly string[] Astral = ["😀", "👩\u200D👧", "𝐀𝐛", "𠀀", "𝟘𝟙", "🇫🇷"];

    /// <summary>Up to <paramref name="partsMax"/> parts in a row.</summary>
    public static string Next(Random random, int partsMax, bool astral = true)
    {
        var text = new StringBuilder();
        for (var left = random.Next(partsMax + 1); left > 0; left--)
        {
            var source = astral && random.Next(6) == 0 ? Astral : Parts;
            text.Append(source[random.Next(source.Length)]);
        }
        return text.ToString();
    }
}
