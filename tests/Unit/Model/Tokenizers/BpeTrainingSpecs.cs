using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class BpeTrainingSpecs
{
    [Fact]
    public void Lays_the_vocabulary_out_as_BART_does()
    {
        var vocabulary = BpeTraining.Train(["aa aa aa"], 262);

        Assert.Equal(["<s>", "<pad>", "</s>", "<unk>", "!"], vocabulary.Tokens.Take(5));
        Assert.Equal("ÿ", vocabulary.Tokens[191]);
        Assert.Equal("Ā", vocabulary.Tokens[192]);
        Assert.Equal("<mask>", vocabulary.Tokens[^1]);
        Assert.Equal("aa", vocabulary.Tokens[^2]);
        Assert.Equal(262, vocabulary.Tokens.Count);
    }

    [Fact]
    public void Learns_the_most_frequent_pair_first_and_the_smaller_ids_among_equals()
    {
        var vocabulary = BpeTraining.Train(["ab ab ab cd cd", "ef ef"], 300);

        var merges = vocabulary.Merges.Select(merge => vocabulary.Tokens[merge.Product]).ToArray();
        // 'ab' 3 times; then ' ab' twice stands behind 'cd' and 'ef' twice, whose ids are smaller than a blank's
        // (224).
        Assert.Equal(["ab", "cd", "ef", "Ġab"], merges[..4]);
    }

    [Fact]
    public void Learns_what_counting_everything_again_each_time_would_learn()
    {
        for (var seed = 41; seed < 47; seed++)
        {
            var random = new Random(seed);
            string[] texts = [.. Enumerable.Range(0, 40).Select(_ => RandomText.Next(random, partsMax: 20))];

            var trained = BpeTraining.Train(texts, 340);

            var merges = trained.Merges.Select(merge => (trained.Tokens[merge.Left], trained.Tokens[merge.Right]));
            Assert.Equal(Naive(texts, 340), merges);
        }
    }

    [Fact]
    public void Stops_early_when_no_pair_occurs_often_enough()
    {
        Assert.Equal(261, BpeTraining.Train(["abcdefg"], 1000).Tokens.Count);
        Assert.Equal(263, BpeTraining.Train(["abc"], 1000, occurrencesMin: 1).Tokens.Count);
        Assert.Equal(261, BpeTraining.Train([], 1000).Tokens.Count);
    }

    [Fact]
    public void Refuses_a_vocabulary_too_small_for_the_bytes() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BpeTraining.Train(["text"], 260));

    private static IEnumerable<(string, string)> Naive(string[] texts, int vocabularySize)
    {
        var idOfToken = BpeTraining.Train([], BpeTraining.VocabularySizeMin).Tokens.SkipLast(1)
            .Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id);
        var words = texts.SelectMany(PreTokenizer.Split).Select(NaiveBpe.Spell).ToList();
        List<(string, string)> merges = [];
        while (idOfToken.Count < vocabularySize - 1)
        {
            var best = words.SelectMany(NaiveBpe.Neighbours).CountBy(pair => pair).Where(count => count.Value >= 2)
                .OrderByDescending(count => count.Value)
                .ThenBy(count => (idOfToken[count.Key.Left], idOfToken[count.Key.Right])).Take(1).ToArray();
            if (best.Length == 0)
                break;
            var pair = best[0].Key;
            merges.Add(pair);
            idOfToken.TryAdd(pair.Left + pair.Right, idOfToken.Count);
            words = [.. words.Select(word => NaiveBpe.Replace(word, pair))];
        }
        return merges;
    }
}
