using System.Text.Json;

namespace Moe.Unit.Specs.Model.Tokenizers;

/// <summary>Writes vocab.json and merges.txt by hand, right or wrong.</summary>
internal static class VocabularyFiles
{
    public static void Write(string folder, IReadOnlyList<string> tokens, IEnumerable<string> merges)
    {
        var lines = tokens.Select((token, id) => $"  {JsonSerializer.Serialize(token)}: {id}");
        File.WriteAllText(Path.Combine(folder, "vocab.json"), "{\n" + string.Join(",\n", lines) + "\n}\n");
        var merged = string.Join('\n', merges.Prepend("#version: 0.2"));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), merged + "\n");
    }
}
