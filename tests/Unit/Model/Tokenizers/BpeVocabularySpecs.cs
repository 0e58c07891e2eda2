using Moe.Model.Failures;
using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class BpeVocabularySpecs : IDisposable
{
    private static readonly BpeVocabulary Trained =
        BpeTraining.Train(["low lower lowest", " new newer newest", " \"quoted\\\" 日本 日本"], 280);

    private readonly TemporaryFolder folder = new();

    private string TokensPath => Path.Combine(folder.Path, "vocab.json");

    private string MergesPath => Path.Combine(folder.Path, "merges.txt");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_back_what_it_wrote()
    {
        Trained.Write(folder.Path);
        var read = BpeVocabulary.Load(folder.Path);

        Assert.Equal(Trained.Tokens, read.Tokens);
        Assert.Equal(Trained.Merges, read.Merges);
        Assert.StartsWith("{\"<s>\":0,\"<pad>\":1,\"</s>\":2,\"<unk>\":3,\"!\":4,", File.ReadAllText(TokensPath));
        Assert.StartsWith("#version: 0.2\n", File.ReadAllText(MergesPath));
    }

    [Fact]
    public void Reads_merges_without_header_with_carriage_returns_and_with_a_hash_as_token()
    {
        string[] tokens = [.. Trained.Tokens.SkipLast(1), "##", "<mask>"];
        VocabularyFiles.Write(folder.Path, tokens, []);
        File.WriteAllText(MergesPath, "# #\r\n");

        var merge = Assert.Single(BpeVocabulary.Load(folder.Path).Merges);
        Assert.Equal("##", tokens[merge.Product]);
    }

    [Theory]
    [InlineData("l o w", "line 2", "two tokens")]
    [InlineData("low", "line 2", "two tokens")]
    [InlineData("", "line 2", "two tokens")]
    [InlineData(" l", "line 2", "two tokens")]
    [InlineData("l o\nl o", "line 3", "line 2 already")]
    [InlineData("l zz", "line 2", "'zz'")]
    [InlineData("zz l", "line 2", "'zz'")]
    [InlineData("z z", "line 2", "'zz'")]
    public void Refuses_a_bad_merge_with_file_and_line(string merges, string line, string reason)
    {
        VocabularyFiles.Write(folder.Path, Trained.Tokens, [merges]);

        AssertRefused(MergesPath, line, reason);
    }

    [Theory]
    [InlineData("", "line 1", "")]
    [InlineData("[]", "line 1", "StartObject")]
    [InlineData("{\n\"<s>\": 0,\n\"<pad>\": \"1\"}", "line 3", "Number")]
    [InlineData("{\n\"<s>\": 0,\n\"<pad>\": 1.5}", "line 3", "whole number")]
    [InlineData("{\n\"<s>\": 0,\n\"<pad>\": -1}", "line 3", "whole number")]
    [InlineData("{\n\"<s>\": 0,\n\"<pad>\": 99999999999}", "line 3", "whole number")]
    [InlineData("{\n\"<s>\": 0,\n\"<s>\": 1}", "line 3", "appears twice")]
    [InlineData("{\n\"<s>\": 0,\n\"<pad>\": 0}", "line 3", "id 0 is given to '<s>' and to '<pad>'")]
    [InlineData("{\n\"<s>\": 0,\n\"\\ud800\": 1}", "line 3", "")]
    [InlineData("{\n\"<s>\": 0,\n", "line 2", "")]
    [InlineData("{\"<s>\": 0} {}", "line 1", "")]
    [InlineData("{\"<s>\": 0, \"<pad>\": 2}", "has id 2", "without gaps")]
    [InlineData("{\"<s>\": 0, \"<pad>\": 1}", "id 2 is nothing", "'</s>'")]
    [InlineData("{\"<pad>\": 0, \"<s>\": 1}", "id 0 is '<pad>'", "'<s>'")]
    [InlineData("{}", "id 0 is nothing", "'<s>'")]
    public void Refuses_a_malformed_vocabulary_with_file_and_place(string json, string place, string reason)
    {
        File.WriteAllText(TokensPath, json);
        File.WriteAllText(MergesPath, "");

        AssertRefused(TokensPath, place, reason);
    }

    [Fact]
    public void Refuses_a_vocabulary_without_mask_without_a_byte_or_with_a_token_of_another_alphabet()
    {
        var bare = Trained.Tokens.Take(260).ToArray();

        VocabularyFiles.Write(folder.Path, bare, []);
        AssertRefused(TokensPath, "id 259", "'<mask>'");

        VocabularyFiles.Write(folder.Path, [.. bare.Where(token => token != "Ġ"), "<mask>"], []);
        AssertRefused(TokensPath, "byte 0x20", "('Ġ')");

        VocabularyFiles.Write(folder.Path, [.. bare, "▁word", "<mask>"], []);
        AssertRefused(TokensPath, "'▁word'", "not spelled");
    }

    [Fact]
    public void Names_the_file_that_is_missing()
    {
        AssertRefused(TokensPath, "cannot be read", "vocabulary");

        Trained.Write(folder.Path);
        File.Delete(MergesPath);
        AssertRefused(MergesPath, "cannot be read", "merges");
    }

    [Fact]
    public void Refuses_damaged_files_and_never_fails_in_another_way()
    {
        Trained.Write(folder.Path);
        var random = new Random(31);
        foreach (var path in new[] { TokensPath, MergesPath })
        {
            var good = File.ReadAllBytes(path);
            for (var round = 0; round < 300; round++)
            {
                var bad = random.Next(3) == 0 ? good[..random.Next(good.Length)] : [.. good];
                for (var flips = random.Next(1, 4); flips > 0 && bad.Length > 0; flips--)
                    bad[random.Next(bad.Length)] = (byte)random.Next(256);
                File.WriteAllBytes(path, bad);
                // Some damage is harmless (white space between two pairs); what opens must work.
                var failure = Record.Exception(() => ByteLevelBpe.Load(folder.Path).Encode("lowest 日本"));
                Assert.True(failure is null or WeightsException, $"seed 31, round {round}: {failure}");
            }
            File.WriteAllBytes(path, good);
        }
    }

    private void AssertRefused(string file, params string[] parts)
    {
        var failure = Assert.Throws<WeightsException>(() => BpeVocabulary.Load(folder.Path));
        Assert.StartsWith(file, failure.Message);
        Assert.All(parts, part => Assert.Contains(part, failure.Message));
    }
}
