using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class SpaceCleanUpSpecs
{
    [Theory]
    [InlineData("Yes , it is . Really ? Yes !", "Yes, it is. Really? Yes!")]
    [InlineData("do n't , I 'm , he 's , we 've , they 're", "don't, I'm, he's, we've, they're")]
    [InlineData("rock ' n ' roll", "rock'n'roll")]
    [InlineData("I 'll stay : here", "I 'll stay : here")]
    public void Takes_out_the_blanks_that_the_reference_takes_out(string text, string expected) =>
        Assert.Equal(expected, SpaceCleanUp.Apply(text));
}
