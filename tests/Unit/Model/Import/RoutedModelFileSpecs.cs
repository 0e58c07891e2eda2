using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Import;
using Moe.Model.Initialization;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.Weights;
using Moe.Unit.Specs.Model.Initialization;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.Import;

public sealed class RoutedModelFileSpecs : IDisposable
{
    private static readonly IRouterNetwork Network = RouterNetworks.Create("gru", 6, 8, 4, 3);

    private readonly TemporaryFolder folder = new();
    private readonly RoutedModel model = SmallModel.Make(SmallModel.Shape with { VanillaEncoderLayers = [1] });
    private readonly FlatParameters router = new(Network.Layout, torch.CPU);

    public RoutedModelFileSpecs() => RouterInitialization.Fill(router, Network.Shape, seed: 3);

    public void Dispose()
    {
        router.Dispose();
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Reads_back_every_expert_and_the_router_bit_by_bit()
    {
        RoutedModelFile.Write(folder.File("model.safetensors"), model, router);

        using var file = SafeTensorsFile.Open(folder.File("model.safetensors"));
        using var other = new RoutedModel(model.Shape, torch.CPU);
        using var otherRouter = new FlatParameters(Network.Layout, torch.CPU);
        RoutedModelFile.Load(other, otherRouter, "file", file.Tensors);

        Assert.All(model.Shape.AllExperts(),
            id => Assert.Equal(SmallModel.Weights(model, id), SmallModel.Weights(other, id)));
        Assert.Equal(router.Weights.data<float>().ToArray(), otherRouter.Weights.data<float>().ToArray());
    }

    [Fact]
    public void Tells_experts_and_vanilla_layers_from_the_names()
    {
        RoutedModelFile.Write(folder.File("model.safetensors"), model, null);

        using var file = SafeTensorsFile.Open(folder.File("model.safetensors"));
        var config = new HuggingFaceConfig
        {
            VocabularySize = 23,
            Width = 8,
            EncoderLayers = 2,
            DecoderLayers = 2,
            EncoderHeads = 2,
            DecoderHeads = 4,
            EncoderFeedForwardWidth = 12,
            DecoderFeedForwardWidth = 10,
            PositionsMax = 24,
        };
        var shape = RoutedModelFile.ShapeOf(config, "file", file.Tensors);

        Assert.Equal(3, shape.Experts);
        Assert.Equal([1], shape.VanillaEncoderLayers);
        Assert.Empty(shape.VanillaDecoderLayers);
        Assert.Throws<WeightsException>(() => RoutedModelFile.ShapeOf(config, "file", []));
    }

    [Fact]
    public void Refuses_a_router_of_another_kind_by_the_names_of_its_parameters()
    {
        RoutedModelFile.Write(folder.File("model.safetensors"), model, router);
        using var file = SafeTensorsFile.Open(folder.File("model.safetensors"));
        using var linear = new FlatParameters(RouterNetworks.Create("linear", 6, 8, 4, 3).Layout, torch.CPU);

        var failure = Assert.Throws<WeightsException>(() => RoutedModelFile.Load(model, linear, "file", file.Tensors));

        Assert.Contains("router.model.linear1.weight", failure.Message);
        Assert.Contains("router.model.pos_embed.weight", failure.Message);
    }
}
