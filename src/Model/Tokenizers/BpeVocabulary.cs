using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Moe.Model.Tokenizers;

/// <summary>
/// The tokens and merges of a byte-level BPE in BART's layout: &lt;s&gt;, &lt;pad&gt;, &lt;/s&gt;, &lt;unk&gt; have
/// ids 0 to 3, &lt;mask&gt; has the last one, every byte is a token, and every merge joins two tokens into a third.
/// </summary>
public sealed class BpeVocabulary
{
    /// <summary>File names inside a model folder.</summary>
    public const string TokensFileName = "vocab.json", MergesFileName = "merges.txt";

    internal const string MergesHeader = "#version: 0.2";

    // Both sources (the reader and training) have already made sure of the layout.
    internal BpeVocabulary(IReadOnlyList<string> tokens, IReadOnlyList<BpeMerge> merges)
    {
        Tokens = tokens;
        Merges = merges;
    }

    /// <summary>The token of each id, spelled in <see cref="ByteAlphabet"/> unless it is special.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The merges, first applied first.</summary>
    public IReadOnlyList<BpeMerge> Merges { get; }

    /// <summary>Reads vocab.json and merges.txt of <paramref name="folder"/>.</summary>
    /// <exception cref="Failures.WeightsException">
    /// A file is missing or malformed; the message has file and line.
    /// </exception>
    public static BpeVocabulary Load(string folder) =>
        Load(Path.Combine(folder, TokensFileName), Path.Combine(folder, MergesFileName));

    /// <summary>Reads the two files wherever they are.</summary>
    /// <exception cref="Failures.WeightsException">
    /// A file is missing or malformed; the message has file and line.
    /// </exception>
    public static BpeVocabulary Load(string tokensPath, string mergesPath)
    {
        var tokens = BpeTokensFile.Read(tokensPath);
        return new BpeVocabulary(tokens, BpeMergesFile.Read(mergesPath, tokens));
    }

    /// <summary>Writes both files into <paramref name="folder"/>, which is made when missing.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        using (var stream = File.Create(Path.Combine(folder, TokensFileName)))
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            for (var id = 0; id < Tokens.Count; id++)
                json.WriteNumber(Tokens[id], id);
            json.WriteEndObject();
        }

        var lines = new StringBuilder(MergesHeader).Append('\n');
        foreach (var merge in Merges)
            lines.Append(Tokens[merge.Left]).Append(' ').Append(Tokens[merge.Right]).Append('\n');
        File.WriteAllText(Path.Combine(folder, MergesFileName), lines.ToString());
    }
}
