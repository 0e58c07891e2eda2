using Moe.Model;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Tokenizers;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Model.TaskEmbeddings;

public sealed class EncoderMeansSpecs : IDisposable
{
    private static readonly int[] Short = [0, 7, 2];
    private static readonly int[] Long = [0, 9, 11, 5, 8, 2];

    private readonly RoutedModel model = SmallModel.Make(noise: 0);

    public void Dispose() => model.Dispose();

    [Fact]
    public void The_mean_of_two_tokens_lies_halfway_between_their_states()
    {
        int[] two = [0, 7];
        var (mean, first) = (Of(TokenPooling.Mean, [two]), Of(TokenPooling.First, [two]));
        var second = mean.Zip(first, (both, one) => 2 * both - one).ToArray();

        // A BART's states come out of a norm: every token's numbers have the mean 0 and the size 1, and no other vector has.
        foreach (var state in new[] { first, second })
        {
            Assert.Equal(0, state.Average(), 1e-5);
            Assert.Equal(1, Math.Sqrt(state.Average(value => value * value)), 1e-3);
        }
        Assert.True(Distance(first, second) > 0.1, "two tokens have one state");
    }

    [Fact]
    public void Rows_count_alike_whatever_their_length_and_batch()
    {
        var (one, other) = (Of(TokenPooling.Mean, [Short]), Of(TokenPooling.Mean, [Long]));
        var expected = one.Zip(other, (first, second) => (first + second) / 2).ToArray();

        Assert.True(Distance(expected, Of(TokenPooling.Mean, [Short, Long])) < 1e-5, "padding counts");
        Assert.True(Distance(expected, Of(TokenPooling.Mean, [Long], [Short])) < 1e-5, "batches do not count alike");
    }

    [Fact]
    public void Numbers_of_other_texts_are_others() =>
        Assert.True(Distance(Of(TokenPooling.Mean, [Short]), Of(TokenPooling.Mean, [Long])) > 0.1);

    private float[] Of(TokenPooling pooling, params int[][][] batches) => EncoderMeans.Of(
        model, Route.OfExperts(new int[SmallModel.Shape.Layers], SmallModel.Shape.Experts), ComputationMode.Sparse,
        [.. batches.Select(rows => PaddedTokens.Pad(rows, SmallModel.Shape.PadId))], pooling);

    private static double Distance(float[] one, float[] other) => Math.Sqrt(one.Zip(other, (a, b) => (double)(a - b) * (a - b)).Sum());
}
