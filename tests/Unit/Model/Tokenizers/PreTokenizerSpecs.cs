using System.Text.RegularExpressions;
using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed partial class PreTokenizerSpecs
{
    [Theory]
    [InlineData("Hello world", "Hello| world")]
    [InlineData("  two  blanks ", " | two| | blanks| ")]
    [InlineData("a\n\n b", "a|\n\n| b")]
    [InlineData("a\n b\nc", "a|\n| b|\n|c")]
    [InlineData("don't we'll I'VE", "don|'t| we|'ll| I|'|VE")]
    [InlineData("x 'quoted'", "x| '|quoted|'")]
    [InlineData("ends!'s", "ends|!'|s")]
    [InlineData("abc123 45.6", "abc|123| 45|.|6")]
    [InlineData("½cup x²", "½|cup| x|²")]
    [InlineData("𝐀𝐛c 😀!", "𝐀𝐛c| 😀!")]
    [InlineData("tail \t", "tail| \t")]
    public void Cuts_text_where_the_expression_of_GPT2_does(string text, string pieces) =>
        Assert.Equal(pieces.Split('|'), PreTokenizer.Split(text));

    [Fact]
    public void Agrees_with_the_expression_itself_on_text_of_the_basic_plane()
    {
        var random = new Random(17);
        for (var round = 0; round < 3000; round++)
        {
            var text = RandomText.Next(random, partsMax: 12, astral: false);
            Assert.Equal(Expression().Matches(text).Select(match => match.Value), PreTokenizer.Split(text));
        }
    }

    [Fact]
    public void Loses_nothing_of_any_text_not_even_half_a_surrogate_pair()
    {
        var random = new Random(18);
        for (var round = 0; round < 1000; round++)
        {
            var units = new char[random.Next(20)];
            for (var index = 0; index < units.Length; index++)
                units[index] = (char)random.Next(random.Next(2) == 0 ? 0x80 : 0x10000);
            var text = new string(units);
            Assert.Equal(text, string.Concat(PreTokenizer.Split(text)));
        }
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Expression();
}
