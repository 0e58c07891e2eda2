using Moe.Analysis.Ablation;
using Moe.Analysis.Routes;
using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Failures;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Unit.Specs.Analysis.Correlations;
using Moe.Unit.Specs.Analysis.Routes;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Ablation;

public sealed class DisabledExpertsSpecs
{
    [Fact]
    public void What_is_left_of_a_layer_is_scaled_to_one()
    {
        Route route = new(2, 3, [0.5f, 0.3f, 0.2f, 0.5f, 0.3f, 0.2f]);
        Route left = DisabledExperts.Without(route, new ExpertMask(2, 3, [true, false, false, false, false, false]));
        Assert.Equal([0, 0.6f, 0.4f], left.Layer(0).ToArray());
        Assert.Equal([0.5f, 0.3f, 0.2f], left.Layer(1).ToArray());
    }

    [Fact]
    public void A_layer_whose_only_expert_is_off_is_shared_evenly_by_the_others()
    {
        Route left = DisabledExperts.Without(new Route(1, 3, [1, 0, 0]), new ExpertMask(1, 3, [true, false, false]));
        Assert.Equal([0, 0.5f, 0.5f], left.Layer(0).ToArray());
    }

    [Fact]
    public void An_expert_that_a_task_does_not_use_changes_nothing_for_it()
    {
        using RoutedModel model = SmallModel.Make();
        Route route = Route.OfExperts([0, 1, 2, 0], model.Shape.Experts);
        double[] Scores(params ExpertId[] off) => new AnswerScorer(model).LogLikelihoods(
            DisabledExperts.Without(route, ExpertMask.Without(model.Shape, off)),
            ComputationMode.Dense,
            PaddedTokens.Pad([[0, 7, 9, 2], [0, 5, 2]], model.Shape.PadId),
            PaddedTokens.Pad([[8, 2], [9, 5, 2]], model.Shape.PadId),
            model.Shape.DecoderStartId);

        Assert.Equal(Scores(), Scores(model.Shape.At(0, 1), model.Shape.At(1, 0), model.Shape.At(3, 2)));
        Assert.NotEqual(Scores(), Scores(model.Shape.At(2, 2)));
    }

    [Fact]
    public void The_most_tied_experts_are_chosen_and_a_layer_keeps_one()
    {
        var correlations = ExpertCorrelationsSpecs.Of(MadeUpRoutes.Table());
        IReadOnlyList<RoutedExpert> tied = AblationChoice.Tied(correlations, correlations.Experts, "category:lexical", 2);
        Assert.Equal(["encoder.0.0", "decoder.0.0"], tied.Select(expert => expert.ToString()));
        var failure = Assert.Throws<ConfigurationException>(
            () => AblationChoice.Tied(correlations, correlations.Experts, "category:lexical", 3));
        Assert.Contains("only 2", failure.Message);
    }

    [Fact]
    public void An_expert_that_is_off_already_is_not_chosen()
    {
        var correlations = ExpertCorrelationsSpecs.Of(MadeUpRoutes.Table());
        RoutedExpert[] on = [.. correlations.Experts.Where(expert => expert.ToString() != "encoder.0.0")];

        Assert.Equal("decoder.0.0", Assert.Single(AblationChoice.Tied(correlations, on, "category:lexical", 1)).ToString());
    }

    [Fact]
    public void Random_experts_are_others_as_many_and_the_same_for_a_seed()
    {
        RoutedExpert[] all = [.. Enumerable.Range(0, 12).Select(i => new RoutedExpert($"encoder.{i / 4}", i % 4))];
        RoutedExpert[] tied = [all[0], all[5], all[6]];
        for (int draw = 1; draw <= 50; draw++)
        {
            IReadOnlyList<RoutedExpert> drawn = AblationChoice.Random(all, tied, 1, draw);
            Assert.Equal(3, drawn.Distinct().Count());
            Assert.Empty(drawn.Intersect(tied));
            Assert.Equal(drawn, AblationChoice.Random(all, tied, 1, draw));
        }

        Assert.NotEqual(AblationChoice.Random(all, tied, 1, 1), AblationChoice.Random(all, tied, 1, 2));
    }

    [Fact]
    public void Effects_are_means_over_tasks_and_a_number_for_each_draw()
    {
        AblationEffect effect = AblationEffect.Of(
        [
            new("f", 0, "encoder.0.1", "a", true, 0.8, 0.2), new("f", 0, "encoder.0.1", "b", false, 0.5, 0.5),
            new("f", 0, "encoder.0.1", "c", true, double.NaN, 0.2), new("f", 1, "encoder.0.0", "a", true, 0.8, 0.7),
            new("f", 2, "encoder.1.0", "a", true, 0.8, 0.9), new("f", 1, "encoder.0.0", "b", false, 0.5, 0.4),
        ]).Single();
        Assert.Equal((1, "encoder.0.1"), (effect.With.Tasks, effect.Experts));
        Assert.Equal(-0.6, effect.With.Tied, 9);
        Assert.Equal([-0.1, 0.1], effect.With.Random.Select(change => Math.Round(change, 9)));
        Assert.Equal(0, effect.Without.Tied, 9);
        Assert.Equal(-0.1, effect.Without.RandomMean, 9);
    }
}
