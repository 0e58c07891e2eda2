using System.Text.RegularExpressions;

namespace Moe.Curriculum.Gym.Building;

/// <summary>
/// Rows with a slur or an obscene word are left out. Sources of 1911, text messages and spam hold some. The list is
/// short on purpose: words with another everyday meaning stay. It is written in rot13 so that nobody has to read it;
/// whole words are compared, with a plural s or es taken off.
/// </summary>
internal static partial class OffensiveWords
{
    private const string Rot13 =
        "avttre avttreqbz qnexl qnexvr pbba jrgonpx fcvpx puvax tbbx xvxr snttbg snt qlxr genaal ergneq fdhnj wnc " +
        "cnxv " +
        "tbyyljbt zhyngsb unysoerrq enturnq shpx shpxre shpxvat shpxrq zbgureshpxre fuvg fuvggl ohyyfuvg phag gjng " +
        "ovgpu juber fyhg pbpx pbpxfhpxre qvpxurnq chffl nffubyr onfgneq jnax jnaxre cbea cbeab cbeabtencul " +
        "cbeafgne " +
        "qvyqb cravf intvan betnfz znfgheongr rebgvp kkk anxrq encr encvfg uneqpber gvgf obbof uvgyre anmv nff nefr";

    private static readonly HashSet<string> Words = [.. Decode(Rot13).Split(' ')];

    /// <summary>Whether a text holds one of the words.</summary>
    public static bool In(string text)
    {
        foreach (ValueMatch word in Word().EnumerateMatches(text))
        {
            string lower = text.Substring(word.Index, word.Length).ToLowerInvariant();
            if (Words.Contains(lower) || Words.Contains(lower.TrimEnd('s')) || Words.Contains(Singular(lower)))
                return true;
        }
        return false;
    }

    private static string Singular(string word) => word.EndsWith("es", StringComparison.Ordinal) ? word[..^2] : word;

    private static string Decode(string text) => string.Concat(text.Select(letter =>
        char.IsAsciiLetterLower(letter) ? (char)('a' + (letter - 'a' + 13) % 26) : letter));

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
