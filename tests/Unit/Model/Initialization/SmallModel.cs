using Moe.Model;
using Moe.Model.Initialization;
using TorchSharp;

namespace Moe.Unit.Specs.Model.Initialization;

/// <summary>Models small enough for a unit test, with weights large enough to matter.</summary>
internal static class SmallModel
{
    public static ModelShape Shape { get; } = new()
    {
        VocabularySize = 23,
        Width = 8,
        EncoderLayers = 2,
        DecoderLayers = 2,
        EncoderHeads = 2,
        DecoderHeads = 4,
        EncoderFeedForward = 12,
        DecoderFeedForward = 10,
        MaxPositions = 24,
        Experts = 3,
        Dropout = 0,
    };

    /// <summary>The same for T5, with heads that do not divide the width.</summary>
    public static ModelShape T5(Backbone backbone) => Shape with
    {
        Backbone = backbone,
        EncoderHeads = 3,
        DecoderHeads = 3,
        HeadWidth = 4,
        DecoderFeedForward = 12,
        PositionBuckets = 8,
        PositionDistanceMax = 12,
        PadId = 0,
        EosId = 1,
        BosId = null,
        DecoderStartId = 0,
    };

    /// <summary>A model whose experts differ clearly.</summary>
    public static RoutedModel Make(ModelShape? shape = null, double noise = 0.3, ulong seed = 4)
    {
        var model = new RoutedModel(shape ?? Shape, torch.CPU);
        ModelInitialization.Fill(model, InitialWeights.Xavier, new ExpertNoise(noise), seed);
        return model;
    }

    public static float[] Weights(RoutedModel model, ExpertId id) =>
        model.Parameters[id].Weights.data<float>().ToArray();
}
