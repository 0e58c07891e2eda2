using Moe.Actors;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Import;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Unit.Specs.Cluster;
using Moe.Unit.Specs.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors;

/// <summary>Where a run's weights come from.</summary>
public sealed class RunWeightsSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RoutedModel model = SmallModel.Make();

    public RunWeightsSpecs() => HuggingFaceExport.Write(folder.Path, model, new int[model.Shape.Layers]);

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Every_expert_of_a_run_starts_from_its_layer_of_a_pre_trained_folder()
    {
        var settings = Settings(model.Shape);
        using var weights = RunWeights.Of(settings);

        foreach (var expert in settings.Model.AllExperts())
        {
            using var parameters = new FlatParameters(ExpertFactory.LayoutOf(settings.Model, expert), torch.CPU);
            weights.Fill(expert, parameters);
            using var expected = model.Parameters[expert with { Number = 0 }].Weights.eq(parameters.Weights).all();
            Assert.True(expected.ToBoolean(), $"{expert} differs from its layer in the folder.");
        }
    }

    [Fact]
    public void Random_weights_have_the_deviation_that_the_run_asks_for()
    {
        var shape = model.Shape with { Width = 64, EncoderHeads = 2, EncoderFeedForward = 128 };
        var expert = new ExpertId(ExpertKind.Encoder, 0, 0);
        var settings = Settings(shape) with
        {
            Initialization = new InitializationSettings { Kind = "bart", Deviation = 0.3, Noise = 0 },
        };
        using var weights = RunWeights.Of(settings);
        using var parameters = new FlatParameters(ExpertFactory.LayoutOf(shape, expert), torch.CPU);

        weights.Fill(expert, parameters);

        using var deviation = parameters.Weight("fc1.weight").std();
        Assert.Equal(0.3, deviation.ToDouble(), 0.02);
    }

    [Fact]
    public void A_folder_of_other_sizes_is_refused_with_both()
    {
        var settings = Settings(model.Shape with { EncoderFeedForward = 2 * model.Shape.EncoderFeedForward });
        using var weights = RunWeights.Of(settings);
        using var parameters = new FlatParameters(ExpertFactory.LayoutOf(settings.Model, ExpertId.Vocabulary), torch.CPU);

        var refusal = Assert.Throws<WeightsException>(() => weights.Fill(ExpertId.Vocabulary, parameters));

        Assert.Contains(folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("training.run.model", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_of_another_backbone_is_refused_by_its_name()
    {
        var settings = Settings(SmallModel.T5(Backbone.T5));
        using var weights = RunWeights.Of(settings);
        using var parameters = new FlatParameters(ExpertFactory.LayoutOf(settings.Model, ExpertId.Vocabulary), torch.CPU);

        var refusal = Assert.Throws<WeightsException>(() => weights.Fill(ExpertId.Vocabulary, parameters));

        Assert.Contains("of backbone Bart, but the run's is T5", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("training.run.model.backbone", refusal.Message, StringComparison.Ordinal);
    }

    private TrainingSettings Settings(ModelShape shape) => SmallRun.Settings() with
    {
        Model = shape,
        Initialization = new InitializationSettings { Folder = folder.Path, Noise = 0 },
    };
}
