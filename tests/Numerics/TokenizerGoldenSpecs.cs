using System.Text.Json;
using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>
/// Ids and decoded texts against those of the reference tokenizer over the same vocab.json and merges.txt: leading
/// and trailing blanks, controls, contractions, several scripts, joined emoji, literal special tokens, pieces of real
/// text.
/// </summary>
public sealed class TokenizerGoldenSpecs
{
    private static readonly ByteLevelBpe Tokenizer = ByteLevelBpe.Load(GoldenFiles.Find("bpe"));

    public static TheoryData<string, int[], string> Encoded()
    {
        TheoryData<string, int[], string> rows = [];
        foreach (var row in Cases("encode"))
            rows.Add(Text(row, "text"), Integers(row, "ids"), Text(row, "decoded"));
        return rows;
    }

    public static TheoryData<string, int, int[], int[]> Padded()
    {
        TheoryData<string, int, int[], int[]> rows = [];
        foreach (var row in Cases("padded"))
        {
            var length = row.GetProperty("max_length").GetInt32();
            rows.Add(Text(row, "text"), length, Integers(row, "ids"), Integers(row, "mask"));
        }
        return rows;
    }

    [Theory]
    [MemberData(nameof(Encoded))]
    public void Encodes_and_decodes_as_the_reference_does(string text, int[] ids, string decoded)
    {
        Assert.Equal(ids, Tokenizer.Encode(text));
        Assert.Equal(decoded, Tokenizer.Decode(ids));
    }

    [Theory]
    [MemberData(nameof(Padded))]
    public void Truncates_and_pads_as_the_reference_does(string text, int length, int[] ids, int[] mask)
    {
        var padded = PaddedTokens.Pad([Tokenizer.Encode(text, length)], Tokenizer.Special.Pad, length);

        Assert.Equal(ids.Select(id => (long)id), padded.Ids);
        Assert.Equal(mask.Select(bit => (long)bit), padded.Mask);
    }

    [Fact]
    public void Knows_the_special_ids_of_the_reference_vocabulary()
    {
        Assert.Equal(new SpecialIds(Start: 0, Pad: 1, End: 2, Unknown: 3, Mask: 660), Tokenizer.Special);
        Assert.Equal(661, Tokenizer.VocabularySize);
    }

    private static JsonElement.ArrayEnumerator Cases(string kind)
    {
        var json = JsonDocument.Parse(File.ReadAllBytes(GoldenFiles.Find("bpe", "cases.json")));
        return json.RootElement.GetProperty(kind).EnumerateArray();
    }

    private static string Text(JsonElement row, string key) => row.GetProperty(key).GetString()!;

    private static int[] Integers(JsonElement row, string key) =>
        [.. row.GetProperty(key).EnumerateArray().Select(item => item.GetInt32())];
}
