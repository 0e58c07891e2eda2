using System.Text;
using Moe.Model.Tokenizers;

namespace Moe.Unit.Specs.Model.Tokenizers;

/// <summary>
/// Byte-level BPE as the definition says it, without any cleverness: the yardstick for the fast ones.
/// </summary>
internal static class NaiveBpe
{
    /// <summary>The characters of a word's bytes.</summary>
    public static List<string> Spell(string word) =>
        [.. Encoding.UTF8.GetBytes(word).Select(value => ByteAlphabet.ToCharacter(value).ToString())];

    /// <summary>Merges the lowest-ranked pair wherever it occurs until no pair has a rank.</summary>
    public static List<string> Merge(List<string> symbols, IReadOnlyDictionary<(string, string), int> rankOfPair)
    {
        while (true)
        {
            var ranked = Neighbours(symbols).Where(rankOfPair.ContainsKey);
            var best = ranked.OrderBy(pair => rankOfPair[pair]).Take(1).ToArray();
            if (best.Length == 0)
                return symbols;
            symbols = Replace(symbols, best[0]);
        }
    }

    /// <summary>All neighbouring pairs, from left to right.</summary>
    public static IEnumerable<(string Left, string Right)> Neighbours(List<string> symbols) =>
        symbols.Zip(symbols.Skip(1));

    /// <summary>The symbols with each occurrence of the pair joined, from left to right.</summary>
    public static List<string> Replace(List<string> symbols, (string Left, string Right) pair)
    {
        List<string> result = [];
        for (var index = 0; index < symbols.Count; index++)
        {
            var found = index + 1 < symbols.Count && (symbols[index], symbols[index + 1]) == pair;
            result.Add(found ? pair.Left + pair.Right : symbols[index]);
            index += found ? 1 : 0;
        }
        return result;
    }
}
