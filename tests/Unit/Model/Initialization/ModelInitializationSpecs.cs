using Moe.Model;
using Moe.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Initialization;

public sealed class ModelInitializationSpecs
{
    private static readonly ModelShape Shape =
        SmallModel.Shape with { Width = 64, EncoderFeedForward = 128, VocabularySize = 101 };

    [Fact]
    public void Draws_matrices_and_embeddings_with_the_deviation_of_bart()
    {
        using var model = Filled(InitialWeights.Bart, ExpertNoise.None);
        var layer = model.Parameters[ExpertId.Parse("encoder.1.0")];

        Assert.Equal(0.02, Deviation(layer.Weight("fc1.weight")), 0.001);
        Assert.Equal(0.02, Deviation(model.Parameters[ExpertId.Vocabulary].Weight("model.shared.weight")), 0.001);
        AssertAll(0, layer.Weight("fc1.bias"));
        AssertAll(1, layer.Weight("final_layer_norm.weight"));
        AssertAll(0, layer.Weight("final_layer_norm.bias"));
    }

    [Fact]
    public void Draws_matrices_uniformly_and_embeddings_by_width_when_asked_for_xavier()
    {
        using var model = Filled(InitialWeights.Xavier, ExpertNoise.None);
        var layer = model.Parameters[ExpertId.Parse("encoder.0.0")];
        var bound = Math.Sqrt(6.0 / (64 + 128));

        Assert.Equal(bound / Math.Sqrt(3), Deviation(layer.Weight("fc1.weight")), 0.005);
        Assert.Equal(bound, layer.Weight("fc1.weight").abs().max().ToDouble(), 0.01);
        var positions = model.Parameters[ExpertId.Vocabulary].Weight("model.encoder.embed_positions.weight");
        Assert.Equal(0.125, Deviation(positions), 0.01);
    }

    [Fact]
    public void Draws_a_t5_by_hugging_faces_rules()
    {
        var shape = SmallModel.T5(Backbone.T5V11) with { Width = 64, VocabularySize = 101, HeadWidth = 20 };
        using var model = Filled(InitialWeights.T5, ExpertNoise.None, shape);
        var (layer, vocabulary) = (model.Parameters[ExpertId.Parse("decoder.1.0")], model.Parameters[ExpertId.Vocabulary]);

        Assert.Equal(1, Deviation(vocabulary.Weight("shared.weight")), 0.03);
        Assert.Equal(1, Deviation(vocabulary.Weight("lm_head.weight")), 0.03);
        Assert.NotEqual(0, vocabulary.Weight("shared.weight")[shape.PadId, 0].ToSingle());
        Assert.Equal(1 / Math.Sqrt(64 * 20), Deviation(layer.Weight("layer.0.SelfAttention.q.weight")), 0.002);
        Assert.Equal(1 / Math.Sqrt(64), Deviation(layer.Weight("layer.1.EncDecAttention.k.weight")), 0.01);
        Assert.Equal(1 / Math.Sqrt(3 * 20), Deviation(layer.Weight("layer.0.SelfAttention.o.weight")), 0.01);
        Assert.Equal(1 / Math.Sqrt(12), Deviation(layer.Weight("layer.2.DenseReluDense.wo.weight")), 0.03);
        AssertAll(1, layer.Weight("layer.2.layer_norm.weight"));
    }

    [Fact]
    public void Gives_a_t5_of_kind_xavier_tokens_of_the_size_of_layers_and_queries_in_place_of_scaled_attention()
    {
        var shape = SmallModel.T5(Backbone.T5V11) with { Width = 64, VocabularySize = 101, HeadWidth = 20 };
        using var model = Filled(InitialWeights.Xavier, ExpertNoise.None, shape);
        var (layer, vocabulary) = (model.Parameters[ExpertId.Parse("decoder.1.0")], model.Parameters[ExpertId.Vocabulary]);
        var bound = Math.Sqrt(6.0 / (64 + (3 * 20)));

        Assert.Equal(1, Deviation(vocabulary.Weight("shared.weight")), 0.03);
        var (tokens, head) = (vocabulary.Weight("shared.weight").data<float>(), vocabulary.Weight("lm_head.weight").data<float>());
        Assert.All(Enumerable.Range(0, 101 * 64), i => Assert.Equal(tokens[i] / 8, head[i], 1e-6f));
        Assert.Equal(bound / Math.Sqrt(20), layer.Weight("layer.1.EncDecAttention.q.weight").abs().max().ToDouble(), 0.001);
        Assert.Equal(bound, layer.Weight("layer.1.EncDecAttention.k.weight").abs().max().ToDouble(), 0.002);
    }

    [Fact]
    public void Leaves_the_padding_row_zero()
    {
        using var model = Filled(InitialWeights.Xavier, ExpertNoise.None);
        using var row = model.Parameters[ExpertId.Vocabulary].Weight("model.shared.weight")
            .narrow(0, Shape.PadId, 1);

        AssertAll(0, row);
    }

    [Fact]
    public void Starts_all_experts_of_a_layer_alike_but_for_their_noise()
    {
        using var alike = Filled(InitialWeights.Xavier, ExpertNoise.None);
        using var noisy = Filled(InitialWeights.Xavier, new ExpertNoise(0.01));
        var (first, second) = (ExpertId.Parse("decoder.1.0"), ExpertId.Parse("decoder.1.2"));

        Assert.Equal(SmallModel.Weights(alike, first), SmallModel.Weights(alike, second));
        Assert.NotEqual(SmallModel.Weights(alike, first), SmallModel.Weights(alike, ExpertId.Parse("decoder.0.0")));
        using var difference = noisy.Parameters[first].Weights.sub(noisy.Parameters[second].Weights);
        Assert.Equal(0.01 * Math.Sqrt(2), Deviation(difference), 0.0005);
    }

    [Fact]
    public void Gives_no_noise_to_a_vanilla_layer()
    {
        var shape = Shape with { VanillaDecoderLayers = [1] };
        using var plain = Filled(InitialWeights.Bart, ExpertNoise.None, shape);
        using var noisy = Filled(InitialWeights.Bart, new ExpertNoise(1), shape);

        Assert.Equal(SmallModel.Weights(plain, ExpertId.Parse("decoder.1.0")),
            SmallModel.Weights(noisy, ExpertId.Parse("decoder.1.0")));
        Assert.NotEqual(SmallModel.Weights(plain, ExpertId.Parse("decoder.0.0")),
            SmallModel.Weights(noisy, ExpertId.Parse("decoder.0.0")));
    }

    [Fact]
    public void Draws_one_expert_alone_as_in_the_whole_model_and_another_with_another_seed()
    {
        var id = ExpertId.Parse("encoder.1.2");
        using var model = Filled(InitialWeights.Bart, ExpertNoise.Default);
        using var alone = new RoutedModel(Shape, torch.CPU);
        ModelInitialization.Fill(alone.Parameters[id], Shape, id, InitialWeights.Bart, ExpertNoise.Default, seed: 7);
        using var other = new RoutedModel(Shape, torch.CPU);
        ModelInitialization.Fill(other, InitialWeights.Bart, ExpertNoise.Default, seed: 8);

        Assert.Equal(SmallModel.Weights(model, id), SmallModel.Weights(alone, id));
        Assert.NotEqual(SmallModel.Weights(model, id), SmallModel.Weights(other, id));
    }

    private static RoutedModel Filled(InitialWeights kind, ExpertNoise noise, ModelShape? shape = null)
    {
        var model = new RoutedModel(shape ?? Shape, torch.CPU);
        ModelInitialization.Fill(model, kind, noise, seed: 7);
        return model;
    }

    private static double Deviation(torch.Tensor tensor) => tensor.std().ToDouble();

    private static void AssertAll(float expected, torch.Tensor tensor) =>
        Assert.DoesNotContain(tensor.data<float>().ToArray(), value => value != expected);
}
