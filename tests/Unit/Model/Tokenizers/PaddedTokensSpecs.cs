using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class PaddedTokensSpecs
{
    [Fact]
    public void Pads_to_the_longest_row_and_masks_the_rest()
    {
        var padded = PaddedTokens.Pad([[0, 7, 2], [0, 2]], padId: 1);

        Assert.Equal((2, 3), (padded.Rows, padded.Columns));
        Assert.Equal([0L, 7, 2, 0, 2, 1], padded.Ids);
        Assert.Equal([1L, 1, 1, 1, 1, 0], padded.Mask);
    }

    [Fact]
    public void Pads_to_a_given_width_and_accepts_no_rows_at_all()
    {
        Assert.Equal([0L, 2, 1, 1], PaddedTokens.Pad([[0, 2]], padId: 1, columns: 4).Ids);
        Assert.Empty(PaddedTokens.Pad([], padId: 1).Ids);
    }

    [Fact]
    public void Refuses_to_cut_a_row() =>
        Assert.Throws<ArgumentException>(() => PaddedTokens.Pad([[0, 7, 2]], padId: 1, columns: 2));
}
