using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class ByteLevelBpeSpecs
{
    private static readonly BpeVocabulary Vocabulary = BpeTraining.Train(Texts(5, 400), 500);
    private static readonly ByteLevelBpe Tokenizer = new(Vocabulary);

    [Fact]
    public void Gives_back_any_text_after_encoding_and_decoding()
    {
        var random = new Random(21);
        for (var round = 0; round < 1000; round++)
        {
            var text = RandomText.Next(random, partsMax: 15) + "x";
            var ids = Tokenizer.Encode(text);

            Assert.Equal(text, Tokenizer.Decode(ids));
            Assert.All(ids, id => Assert.InRange(id, 0, Tokenizer.VocabularySize - 1));
            Assert.Equal(Tokenizer.Special.Start, ids[0]);
            Assert.Equal(Tokenizer.Special.End, ids[^1]);
        }
    }

    [Fact]
    public void Merges_as_the_plain_definition_does()
    {
        var tokens = Vocabulary.Tokens;
        var rankOfPair = Vocabulary.Merges
            .Select((merge, rank) => (Pair: (tokens[merge.Left], tokens[merge.Right]), rank))
            .ToDictionary(entry => entry.Pair, entry => entry.rank);
        // A word at the end keeps the text from being white space alone.
        foreach (var text in Texts(22, 300).Select(text => text + "word"))
        {
            var expected = PreTokenizer.Split(text)
                .SelectMany(piece => NaiveBpe.Merge(NaiveBpe.Spell(piece), rankOfPair));
            Assert.Equal(expected, Tokenizer.Encode(text)[1..^1].Select(id => tokens[id]));
        }
    }

    [Fact]
    public void Merges_as_the_plain_definition_does_when_merges_stand_in_an_order_no_training_gives()
    {
        // A pair opened by a merge may rank below it; the pass under way must still end first.
        var random = new Random(23);
        for (var round = 0; round < 60; round++)
        {
            var rankOfPair = RandomMerges(random, 25);
            var merges = rankOfPair.OrderBy(pair => pair.Value).Select(pair => pair.Key).ToArray();
            using var folder = new TemporaryFolder();
            WriteVocabulary(folder.Path, merges);
            var tokenizer = ByteLevelBpe.Load(folder.Path);
            var word = new string([.. Enumerable.Range(0, 30).Select(_ => "abc"[random.Next(3)])]);

            var found = tokenizer.Encode(word)[1..^1].Select(id => tokenizer.Decode([id]));

            Assert.Equal(NaiveBpe.Merge(NaiveBpe.Spell(word), rankOfPair), found);
        }
    }

    [Fact]
    public void Encodes_a_very_long_word_without_taking_the_square_of_its_length()
    {
        var text = new string('a', 200_000);

        Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));
    }

    [Fact]
    public void Gives_several_threads_what_one_would_get()
    {
        var texts = Texts(24, 200);
        var tokenizer = new ByteLevelBpe(Vocabulary);
        var expected = texts.Select(text => Tokenizer.Encode(text)).ToArray();
        Parallel.For(0, 8, _ =>
        {
            for (var index = 0; index < texts.Length; index++)
                Assert.Equal(expected[index], tokenizer.Encode(texts[index]));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\t\n\u00A0\u001F")]
    public void Takes_white_space_alone_as_no_text(string text) =>
        Assert.Equal([0, 2], Tokenizer.Encode(text));

    [Fact]
    public void Reads_literal_special_tokens_as_such_and_blanks_before_a_mask_as_part_of_it()
    {
        var mask = Tokenizer.Special.Mask!.Value;

        Assert.Equal([0, 0, 1, 3, 2, 2], Tokenizer.Encode("<s><pad><unk></s>"));
        Assert.Equal(Tokenizer.Encode("x<mask>"), Tokenizer.Encode("x \n <mask>"));
        Assert.Equal([0, mask, mask, 2], Tokenizer.Encode("<mask> <mask>"));
        Assert.Equal(["<s", "mask>", "<", "<pa"], new[] { "<s", "mask>", "<", "<pa" }.Select(RoundTrip));
    }

    [Fact]
    public void Keeps_the_head_and_the_frame_when_it_truncates()
    {
        var whole = Tokenizer.Encode("one two three four five");

        Assert.Equal(whole, Tokenizer.Encode("one two three four five", whole.Length));
        Assert.Equal([.. whole[..4], 2], Tokenizer.Encode("one two three four five", 5));
        Assert.Equal([0, 2], Tokenizer.Encode("one two three four five", 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Encode("one", 1));
    }

    [Fact]
    public void Skips_special_ids_and_marks_half_a_character_when_it_decodes()
    {
        var ids = Tokenizer.Encode("é");

        Assert.Equal("é", Tokenizer.Decode([1, 1, 3, .. ids, 1, Tokenizer.Special.Mask!.Value]));
        Assert.Equal("\uFFFD", new ByteLevelBpe(BpeTraining.Train([], 261)).Decode([IdOfByte(0xC3)]));
        Assert.Equal("it's, done.", Tokenizer.Decode(Tokenizer.Encode("it 's , done ."), cleanUpSpaces: true));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(500)]
    public void Refuses_to_decode_an_id_outside_the_vocabulary(int id)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Decode([0, id]));
        Assert.Contains("0 to 499", failure.Message);
    }

    private static string RoundTrip(string text) => Tokenizer.Decode(Tokenizer.Encode(text));

    private static int IdOfByte(byte value) =>
        BpeTraining.Train([], 261).Tokens.ToList().IndexOf(ByteAlphabet.ToCharacter(value).ToString());

    private static string[] Texts(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => RandomText.Next(random, partsMax: 20))];
    }

    private static Dictionary<(string, string), int> RandomMerges(Random random, int count)
    {
        List<string> tokens = ["a", "b", "c"];
        List<(string, string)> pairs = [];
        while (pairs.Count < count)
        {
            var pair = (tokens[random.Next(tokens.Count)], tokens[random.Next(tokens.Count)]);
            if (pairs.Contains(pair))
                continue;
            pairs.Add(pair);
            if (!tokens.Contains(pair.Item1 + pair.Item2))
                tokens.Add(pair.Item1 + pair.Item2);
        }
        var shuffled = pairs.ToArray();
        random.Shuffle(shuffled);
        return shuffled.Select((pair, rank) => (pair, rank)).ToDictionary(entry => entry.pair, entry => entry.rank);
    }

    private static void WriteVocabulary(string folder, IReadOnlyList<(string Left, string Right)> merges)
    {
        var bare = BpeTraining.Train([], BpeTraining.VocabularySizeMin).Tokens;
        string[] tokens = [.. bare.SkipLast(1).Union(merges.Select(pair => pair.Left + pair.Right)), bare[^1]];
        VocabularyFiles.Write(folder, tokens, merges.Select(pair => $"{pair.Left} {pair.Right}"));
    }
}
