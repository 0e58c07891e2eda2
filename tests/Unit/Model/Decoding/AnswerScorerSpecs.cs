using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Unit.Specs.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Decoding;

public sealed class AnswerScorerSpecs
{
    [Fact]
    public void Sums_the_log_probabilities_of_each_answers_tokens()
    {
        using var model = SmallModel.Make();
        var route = new Route(4, 3, [0.5f, 0.2f, 0.3f, 0, 0.75f, 0.25f, 0.1f, 0.8f, 0.1f, 0.6f, 0, 0.4f]);
        int[][] inputs = [[0, 7, 9, 4, 2], [0, 20, 2], [0, 5, 2]];
        int[][] answers = [[0, 8, 2], [0, 11, 13, 4, 2], [2]];

        var actual = new AnswerScorer(model).LogLikelihoods(
            route, ComputationMode.Dense, PaddedTokens.Pad(inputs, 1), PaddedTokens.Pad(answers, 1), startId: 2);

        for (var row = 0; row < inputs.Length; row++)
        {
            var expected = answers[row].Select((id, i) =>
                (double)PlainDecoding.NextLogps(model, route, inputs[row], [2, .. answers[row].Take(i)])[id]).Sum();
            Assert.Equal(expected, actual[row], 1e-4);
        }
    }

    [Fact]
    public void Computes_in_the_models_own_type()
    {
        using var model = SmallModel.Make();
        using var rounded = new RoutedModel(model.Shape, torch.CPU, torch.ScalarType.BFloat16);
        foreach (var (id, parameters) in rounded.Parameters) parameters.CopyFrom(model.Parameters[id]);
        var route = Route.OfExperts([0, 1, 2, 0], 3);
        var inputs = PaddedTokens.Pad([[0, 7, 9, 2], [0, 2]], 1);
        var answers = PaddedTokens.Pad([[8, 2], [9, 5, 2]], 1);

        var exact = new AnswerScorer(model).LogLikelihoods(route, ComputationMode.Dense, inputs, answers, 2);
        var actual = new AnswerScorer(rounded).LogLikelihoods(route, ComputationMode.Dense, inputs, answers, 2);
        var written = new Generator(rounded).Generate(route, ComputationMode.Dense, inputs, new() { MaxLength = 6 });

        Assert.All(exact.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.05 * Math.Abs(pair.First)));
        Assert.NotEqual(exact, actual);
        Assert.Equal(2, written.Length);
    }

    [Fact]
    public void Refuses_answers_that_do_not_pair_with_inputs()
    {
        using var model = SmallModel.Make();

        Assert.Throws<ArgumentException>(() => new AnswerScorer(model).LogLikelihoods(
            Route.OfExperts(new int[4], 3), ComputationMode.Dense, PaddedTokens.Pad([[0, 2]], 1),
            PaddedTokens.Pad([[2], [2]], 1), 2));
    }
}
