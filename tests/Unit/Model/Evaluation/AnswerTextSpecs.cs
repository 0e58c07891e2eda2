using Moe.Model.Evaluation;
using Xunit;

namespace Moe.Unit.Specs.Model.Evaluation;

public sealed class AnswerTextSpecs
{
    [Theory]
    [InlineData("An apple and a theme", "apple and theme")]
    [InlineData("the’s", "’s")]
    [InlineData("the😀 the_end a-b", "😀 theend ab")]
    [InlineData("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~x", "x")]
    [InlineData("£5 “quoted” 7%", "£5 “quoted” 7")]
    [InlineData("a1 ²a the²", "a1 ²a the²")]
    [InlineData(" \t\n ", "")]
    public void Drops_articles_at_edges_of_words_and_only_ASCII_punctuation(string text, string expected) =>
        Assert.Equal(expected, AnswerText.Normalize(text));
}
