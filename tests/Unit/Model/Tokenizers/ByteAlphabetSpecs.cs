using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class ByteAlphabetSpecs
{
    [Fact]
    public void Gives_each_byte_a_visible_character_of_its_own()
    {
        var characters = Enumerable.Range(0, 256).Select(value => ByteAlphabet.ToCharacter((byte)value)).ToArray();

        Assert.Equal(256, characters.Distinct().Count());
        Assert.DoesNotContain(characters, character => char.IsWhiteSpace(character) || char.IsControl(character));
        for (var value = 0; value < 256; value++)
        {
            Assert.True(ByteAlphabet.TryToByte(characters[value], out var back));
            Assert.Equal(value, back);
        }
    }

    [Theory]
    [InlineData(0x20, 'Ġ')]
    [InlineData(0x0A, 'Ċ')]
    [InlineData(0x00, 'Ā')]
    [InlineData(0xAD, 'Ń')]
    [InlineData(0x41, 'A')]
    [InlineData(0xFF, 'ÿ')]
    public void Uses_the_characters_of_GPT2(byte value, char expected) =>
        Assert.Equal(expected, ByteAlphabet.ToCharacter(value));

    [Fact]
    public void Knows_no_byte_for_other_characters() => Assert.False(ByteAlphabet.TryToByte('▁', out _));
}
