using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Failures;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Unit.Specs.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Decoding;

public sealed class GeneratorSpecs : IDisposable
{
    private static readonly GenerationSettings Greedy = new() { MaxLength = 14 };
    private static readonly int[][] Inputs =
        [[0, 7, 9, 4, 2], [0, 20, 2], [0, 5, 5, 6, 12, 13, 2], [0, 2], [0, 17, 3, 11, 2]];

    private readonly RoutedModel model = Talkative(SmallModel.Shape);
    private readonly Route mixed = new(4, 3, [0.5f, 0.2f, 0.3f, 0, 0.75f, 0.25f, 0.1f, 0.8f, 0.1f, 0.6f, 0, 0.4f]);

    public void Dispose() => model.Dispose();

    [Fact]
    public void Writes_what_decoding_without_caches_writes()
    {
        var answers = Generate(mixed, ComputationMode.Dense, Inputs, Greedy);

        for (var row = 0; row < Inputs.Length; row++)
            Assert.Equal(PlainDecoding.Greedy(model, mixed, Inputs[row], Greedy), answers[row]);
        var lengths = answers.Select(answer => answer.Length).Distinct();
        Assert.True(lengths.Count() > 1, "The rows should end at different lengths.");
    }

    [Fact]
    public void Follows_the_largest_weights_alone_when_sparse()
    {
        var answers = Generate(mixed, ComputationMode.Sparse, Inputs, Greedy);

        Assert.Equal(Generate(mixed.Picked(), ComputationMode.Dense, Inputs, Greedy), answers);
        Assert.NotEqual(Generate(mixed, ComputationMode.Dense, Inputs, Greedy), answers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Answers_a_row_alike_alone_and_in_a_padded_batch(int beams)
    {
        var settings = Greedy with { Beams = beams };
        var together = Generate(mixed, ComputationMode.Dense, Inputs, settings);

        for (var row = 0; row < Inputs.Length; row++)
            Assert.Equal(Generate(mixed, ComputationMode.Dense, [Inputs[row]], settings)[0], together[row]);
    }

    [Fact]
    public void Passes_vanilla_layers_whatever_the_route_says_there()
    {
        using var vanilla = Talkative(
            SmallModel.Shape with { VanillaEncoderLayers = [0], VanillaDecoderLayers = [1] });

        var answers = new Generator(vanilla).Generate(mixed, ComputationMode.Dense, Padded(Inputs), Greedy);

        for (var row = 0; row < Inputs.Length; row++)
            Assert.Equal(PlainDecoding.Greedy(vanilla, mixed, Inputs[row], Greedy), answers[row]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Ends_where_the_settings_say(int beams)
    {
        var settings = Greedy with { Beams = beams, MaxLength = 5, MinLength = 4 };

        Assert.All(Generate(mixed, ComputationMode.Dense, Inputs, settings), answer =>
        {
            Assert.Equal(5, answer.Length);
            Assert.Equal(settings.EndId, answer[^1]);
            Assert.DoesNotContain(settings.EndId, answer[1..^1]);
        });
        var free = settings with { ForceEnd = false, MinLength = 0 };
        Assert.All(Generate(mixed, ComputationMode.Dense, Inputs, free), answer => Assert.True(answer.Length <= 5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Begins_with_the_forced_id(int beams)
    {
        var settings = Greedy with { Beams = beams, ForcedFirstId = 6 };

        Assert.All(Generate(mixed, ComputationMode.Dense, Inputs, settings),
            answer => Assert.Equal([2, 6], answer[..2]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    public void Repeats_no_run_of_ids_of_the_forbidden_length(int beams, int length)
    {
        var settings = Greedy with { Beams = beams, NoRepeatLength = length, MinLength = 9, StartId = 3 };

        foreach (var answer in Generate(mixed, ComputationMode.Dense, Inputs, settings))
        {
            // The forced end at the last place is exempt, as in the reference.
            var runs = Enumerable.Range(0, answer.Length - length)
                .Select(i => string.Join(',', answer.Skip(i).Take(length))).ToArray();
            Assert.Equal(runs.Length, runs.Distinct().Count());
        }
    }

    [Fact]
    public void Finds_likelier_answers_with_more_beams()
    {
        // All answers have one length here, so their sums compare.
        var scorer = new AnswerScorer(model);
        var settings = Greedy with { MaxLength = 7, MinLength = 6 };

        var greedy = Generate(mixed, ComputationMode.Dense, Inputs, settings);
        var searched = Generate(mixed, ComputationMode.Dense, Inputs, settings with { Beams = 8 });

        double[] Likelihoods(int[][] answers) =>
            scorer.LogLikelihoods(mixed, ComputationMode.Dense, Padded(Inputs),
                Padded([.. answers.Select(answer => answer[1..^1])]), 2);
        Assert.All(
            Likelihoods(searched).Zip(Likelihoods(greedy)),
            pair => Assert.True(pair.First >= pair.Second - 1e-5));
        Assert.NotEqual(greedy, searched);
    }

    [Fact]
    public void Finds_the_likeliest_answer_of_all_when_beams_hold_every_one()
    {
        // Start, two ids, forced end: 23 * 23 answers. With 23 beams every first id runs on.
        var settings = Greedy with { MaxLength = 4, MinLength = 3, Beams = 23 };
        var found = Generate(mixed, ComputationMode.Dense, [Inputs[0]], settings)[0];

        var first = PlainDecoding.NextLogps(model, mixed, Inputs[0], [2]);
        var best = (from a in Enumerable.Range(0, 23)
                    where a != 2
                    let second = PlainDecoding.NextLogps(model, mixed, Inputs[0], [2, a])
                    from b in Enumerable.Range(0, 23)
                    where b != 2
                    orderby first[a] + second[b] descending
                    select new[] { 2, a, b, 2 }).First();
        Assert.Equal(best, found);
    }

    [Fact]
    public void Refuses_inputs_longer_than_the_model()
    {
        var failure = Assert.Throws<DataException>(
            () => Generate(mixed, ComputationMode.Dense, [[.. Enumerable.Repeat(5, 25)]], Greedy));

        Assert.Contains("25 tokens", failure.Message);
    }

    [Fact]
    public void Refuses_a_route_of_another_shape() => Assert.Throws<ArgumentException>(
        () => Generate(Route.OfExperts([0, 0, 0], 3), ComputationMode.Dense, Inputs, Greedy));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Leaves_no_tensor_behind(int beams)
    {
        Generate(mixed, ComputationMode.Dense, Inputs, Greedy with { Beams = beams });
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Generate(mixed, ComputationMode.Dense, Inputs, Greedy with { Beams = beams });

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Answers_nothing_to_no_input() =>
        Assert.Empty(new Generator(model).Generate(mixed, ComputationMode.Dense, Padded([]), Greedy));

    private int[][] Generate(Route route, ComputationMode mode, int[][] inputs, GenerationSettings settings) =>
        new Generator(model).Generate(route, mode, Padded(inputs), settings);

    private static PaddedTokens Padded(IReadOnlyList<int[]> rows) => PaddedTokens.Pad(rows, SmallModel.Shape.PadId);

    // A fresh model repeats one token for ever. Rows of one length in the token table, strong positions and this seed
    // make it change its mind, look at its input, and end at times.
    private static RoutedModel Talkative(ModelShape shape)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        var model = SmallModel.Make(shape, noise: 0.1, seed: 5);
        foreach (var parameters in model.Parameters.Values)
        {
            foreach (var slot in parameters.Layout.Slots.Where(slot => slot.Shape.Length == 2))
            {
                var matrix = parameters.Weights.narrow(0, slot.Offset, slot.Count).view(slot.Shape);
                if (slot.Name == "model.shared.weight") matrix.div_(matrix.norm(1, true).add(1e-6));
                else matrix.mul_(slot.Name.Contains("positions") ? 3 : 1.5);
            }
        }
        return model;
    }
}
