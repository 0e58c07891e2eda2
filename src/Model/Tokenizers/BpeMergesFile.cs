using System.Text;
using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Model.Tokenizers;

/// <summary>
/// Reads merges.txt: a line "left right" for each merge, the first to apply first, after an optional header.
/// </summary>
internal static class BpeMergesFile
{
    private const long FileBytesMax = 256 << 20;

    /// <summary>The merges in order, with tokens replaced by their ids.</summary>
    /// <exception cref="WeightsException">
    /// A line is malformed or names a token that is not in the vocabulary.
    /// </exception>
    public static BpeMerge[] Read(string path, IReadOnlyList<string> tokens)
    {
        var content = FileBytes.Read(path, "BPE merges (merges.txt)", FileBytesMax);
        Dictionary<string, int> idOfToken = new(StringComparer.Ordinal);
        for (var id = 0; id < tokens.Count; id++)
            idOfToken.Add(tokens[id], id);

        var lines = Encoding.UTF8.GetString(content).Split('\n');
        // "# #" is a merge, so only the full word marks the header.
        var first = lines[0].StartsWith("#version", StringComparison.Ordinal) ? 1 : 0;
        var last = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        List<BpeMerge> merges = new(Math.Max(0, last - first));
        Dictionary<(int, int), int> lineOfPair = [];
        for (var index = first; index < last; index++)
        {
            var merge = Parse($"{path} line {index + 1}", lines[index].TrimEnd('\r'), idOfToken);
            if (!lineOfPair.TryAdd((merge.Left, merge.Right), index + 1))
            {
                throw new WeightsException(
                    $"{path} line {index + 1}: the merge '{lines[index]}' stands in line "
                    + $"{lineOfPair[(merge.Left, merge.Right)]} already. Each pair has one rank; remove "
                    + "one of the two.");
            }
            merges.Add(merge);
        }
        return [.. merges];
    }

    private static BpeMerge Parse(string where, string line, Dictionary<string, int> idOfToken)
    {
        var parts = line.Split(' ');
        if (parts is not [{ Length: > 0 } left, { Length: > 0 } right])
            throw new WeightsException($"{where}: expected two tokens with one blank between, found '{line}'.");
        return new BpeMerge(IdOf(left), IdOf(right), IdOf(left + right));

        int IdOf(string token) => idOfToken.TryGetValue(token, out var id)
            ? id
            : throw new WeightsException(
                $"{where}: the merge '{line}' needs the token '{token}', which vocab.json lacks. The two files "
                + "belong to different models, or one of them is cut; take both from the same folder.");
    }
}
