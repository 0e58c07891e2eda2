using Moe.Curriculum.Batches;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Batches;

public sealed class TokenBatchSpecs
{
    private const int Pad = 1;
    private const int Start = 2;
    private readonly TokenBatch batch = TokenBatch.Of([[0, 7, 2], [0, 8, 9, 2]], [[0, 5, 6, 2], [0, 2]], Pad, Start);

    [Fact]
    public void Pads_every_row_on_the_right_to_the_longest()
    {
        Assert.Equal([0, 7, 2, Pad, 0, 8, 9, 2], batch.Source);
        Assert.Equal([0, 5, 6, 2, 0, 2, Pad, Pad], batch.Labels);
        Assert.Equal([1, 1, 1, 0, 1, 1, 1, 1], batch.SourcePadding.Keep.ToArray());
        Assert.Equal((2, 4), (batch.LabelPadding.Rows, batch.LabelPadding.Columns));
    }

    [Fact]
    public void Lets_the_decoder_read_the_labels_one_place_late_behind_the_start() =>
        Assert.Equal([Start, 0, 5, 6, Start, 0, 2, Pad], batch.DecoderInput);

    [Fact]
    public void Counts_the_tokens_of_both_sides_without_padding() => Assert.Equal(7 + 6, batch.Tokens);

    [Fact]
    public void Takes_the_rows_and_answers_that_were_drawn()
    {
        var data = SmallData.Of(2, [3, 3]);

        var drawn = data.Batch([new ExampleReference(0, 2, 1), new ExampleReference(1, 0, 0)], Actors.SmallRun.Shape);

        Assert.Equal([0, 6, 2, 0, 4, 2], drawn.Source);
        Assert.Equal([0, 5, 2, 0, 4, 2], drawn.Labels);
        Assert.True(drawn.SourcePadding.IsFull);
    }
}
