using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Model.Decoding;

/// <summary>Answers of a T5, whose decoder begins with padding, and whose heads are wider here than the width divided by them.</summary>
public sealed class T5GeneratorSpecs
{
    private static readonly GenerationSettings Greedy = new() { MaxLength = 14, StartId = 0, EndId = 1 };
    private static readonly int[][] Inputs = [[7, 9, 4, 1], [20, 1], [5, 5, 6, 12, 13, 2, 8, 1], [1], [17, 3, 11, 1]];
    private static readonly Route Mixed = new(4, 3, [0.5f, 0.2f, 0.3f, 0, 0.75f, 0.25f, 0.1f, 0.8f, 0.1f, 0.6f, 0, 0.4f]);

    [Theory]
    [InlineData(Backbone.T5, 1)]
    [InlineData(Backbone.T5V11, 2)]
    public void Writes_what_decoding_without_caches_writes(Backbone backbone, ulong seed)
    {
        using var model = SmallModel.Make(SmallModel.T5(backbone), noise: 1, seed);

        var answers = Generate(model, Inputs, Greedy);

        for (var row = 0; row < Inputs.Length; row++)
            Assert.Equal(PlainDecoding.Greedy(model, Mixed, Inputs[row], Greedy), answers[row]);
        Assert.True(answers.Select(answer => string.Join(' ', answer)).Distinct().Count() > 1, "The answers should differ.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Answers_a_row_alike_alone_and_in_a_padded_batch(int beams)
    {
        using var model = SmallModel.Make(SmallModel.T5(Backbone.T5), noise: 1);
        var settings = Greedy with { Beams = beams };
        var together = Generate(model, Inputs, settings);

        for (var row = 0; row < Inputs.Length; row++) Assert.Equal(Generate(model, [Inputs[row]], settings)[0], together[row]);
    }

    [Fact]
    public void Scores_answers_by_the_sum_of_their_log_probabilities()
    {
        using var model = SmallModel.Make(SmallModel.T5(Backbone.T5V11));
        int[][] answers = [[8, 1], [11, 13, 4, 1], [1]];

        var actual = new AnswerScorer(model).LogLikelihoods(Mixed, ComputationMode.Dense,
            PaddedTokens.Pad(Inputs[..3], 0), PaddedTokens.Pad(answers, 0), startId: 0);

        for (var row = 0; row < answers.Length; row++)
        {
            var expected = answers[row].Select((id, i) =>
                (double)PlainDecoding.NextLogps(model, Mixed, Inputs[row], [0, .. answers[row].Take(i)])[id]).Sum();
            Assert.Equal(expected, actual[row], 1e-4);
        }
    }

    private static int[][] Generate(RoutedModel model, int[][] inputs, GenerationSettings settings) =>
        new Generator(model).Generate(Mixed, ComputationMode.Dense, PaddedTokens.Pad(inputs, model.Shape.PadId), settings);
}
