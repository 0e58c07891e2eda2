using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Import;
using Moe.Model.Initialization;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.Weights;
using Moe.Unit.Specs.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Import;

public sealed class T5FolderSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Backbone.T5)]
    [InlineData(Backbone.T5V11)]
    public void A_path_that_was_exported_is_imported_with_the_same_bits(Backbone backbone)
    {
        using var model = SmallModel.Make(SmallModel.T5(backbone));
        int[] experts = [2, 0, 1, 1];
        HuggingFaceExport.Write(folder.Path, model, Route.OfExperts(experts, 3));

        using var plain = Import();

        Assert.Equal(SmallModel.Weights(model, ExpertId.Vocabulary), SmallModel.Weights(plain, ExpertId.Vocabulary));
        for (var row = 0; row < 4; row++)
            Assert.Equal(SmallModel.Weights(model, model.Shape.At(row, experts[row])),
                SmallModel.Weights(plain, plain.Shape.At(row, 0)));
        Assert.Equal(model.Shape with { Experts = 1 }, plain.Shape);
    }

    [Theory]
    [InlineData(Backbone.T5)]
    [InlineData(Backbone.T5V11)]
    public void A_whole_routed_model_is_written_and_read_with_the_same_bits(Backbone backbone)
    {
        using var model = SmallModel.Make(SmallModel.T5(backbone) with { VanillaDecoderLayers = [1] });
        RoutedModelFile.Write(folder.File("routed.safetensors"), model, router: null);
        HuggingFaceExport.Write(folder.Path, model, new int[4]);
        using var file = SafeTensorsFile.Open(folder.File("routed.safetensors"));

        var shape = RoutedModelFile.ShapeOf(HuggingFaceConfig.Load(folder.Path), "file", file.Tensors);
        using var read = new RoutedModel(shape, torch.CPU);
        RoutedModelFile.Load(read, null, "file", file.Tensors);

        Assert.Equal([1], shape.VanillaDecoderLayers);
        foreach (var id in model.Shape.AllExperts()) Assert.Equal(SmallModel.Weights(model, id), SmallModel.Weights(read, id));
    }

    [Fact]
    public void Names_are_those_of_hugging_face()
    {
        var shape = SmallModel.T5(Backbone.T5V11);
        var id = ExpertId.Parse("decoder.1.2");

        // The names in a decoder block of google/t5-v1_1-small, written out.
        Assert.Equal(
            new[]
            {
                "layer.0.SelfAttention.k.weight", "layer.0.SelfAttention.o.weight", "layer.0.SelfAttention.q.weight",
                "layer.0.SelfAttention.v.weight", "layer.0.layer_norm.weight", "layer.1.EncDecAttention.k.weight",
                "layer.1.EncDecAttention.o.weight", "layer.1.EncDecAttention.q.weight", "layer.1.EncDecAttention.v.weight",
                "layer.1.layer_norm.weight", "layer.2.DenseReluDense.wi_0.weight", "layer.2.DenseReluDense.wi_1.weight",
                "layer.2.DenseReluDense.wo.weight", "layer.2.layer_norm.weight",
            }.Select(name => "decoder.block.1." + name),
            ExpertFactory.LayoutOf(shape, id).Slots.Select(slot => HuggingFaceNames.Plain(shape.Backbone, id, slot.Name))
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", "decoder.final_layer_norm.weight",
                "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight", "encoder.final_layer_norm.weight",
                "lm_head.weight", "shared.weight",
            ],
            ExpertFactory.LayoutOf(shape, ExpertId.Vocabulary).Slots.Select(slot => slot.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{ "model_type": "t5", "feed_forward_proj": "gated-silu" }""", "gated-silu")]
    [InlineData("""{ "model_type": "t5", "feed_forward_proj": "gated-gelu" }""", "tie_word_embeddings true")]
    [InlineData("""{ "model_type": "t5", "layer_norm_epsilon": 1e-5 }""", "layer_norm_epsilon")]
    [InlineData("""{ "model_type": "mt5" }""", "model_type")]
    public void A_relative_of_t5_is_refused_by_the_key_that_differs(string json, string named) =>
        Assert.Contains(named, Assert.Throws<WeightsException>(() => HuggingFaceConfig.Parse(json, "here")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Weights_of_one_t5_do_not_fit_the_configuration_of_the_other()
    {
        using var model = SmallModel.Make(SmallModel.T5(Backbone.T5));
        HuggingFaceExport.Write(folder.Path, model, new int[4]);
        var config = folder.File("config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"relu\"", "\"gated-gelu\"", StringComparison.Ordinal)
            .Replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false", StringComparison.Ordinal));

        var failure = Assert.Throws<WeightsException>(Import);

        Assert.Contains("DenseReluDense.wi.weight", failure.Message, StringComparison.Ordinal);
        Assert.Contains("lm_head.weight", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_under_other_names_and_one_that_no_t5_reads_are_taken_as_in_published_files()
    {
        using var model = SmallModel.Make(SmallModel.T5(Backbone.T5) with { Experts = 1 });
        HuggingFaceExport.Write(folder.Path, model, new int[4]);
        using var file = SafeTensorsFile.Open(folder.File("model.safetensors"));
        TensorRecord[] published =
        [
            .. file.Tensors, Renamed(file["shared.weight"], "encoder.embed_tokens.weight"),
            Renamed(file["shared.weight"], "lm_head.weight"), Renamed(file["encoder.final_layer_norm.weight"], HuggingFaceNames.UnusedBias),
        ];
        using var read = new RoutedModel(model.Shape, torch.CPU);

        HuggingFaceImport.Load(read, "file", published, ExpertNoise.None, seed: 0);

        foreach (var id in model.Shape.AllExperts()) Assert.Equal(SmallModel.Weights(model, id), SmallModel.Weights(read, id));
    }

    private static TensorRecord Renamed(TensorRecord tensor, string name) =>
        new("file", new TensorLayout(name, tensor.DataType, tensor.Shape), tensor.CopyTo);

    private RoutedModel Import() =>
        HuggingFaceImport.FromFolder(folder.Path, shape => shape with { Experts = 1 }, ExpertNoise.None, seed: 2, torch.CPU);
}
