using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Model.Import;

/// <summary>The shape of a model from a Hugging Face config.json.</summary>
public static class HuggingFaceShapes
{
    /// <summary>The shape of a BART or T5; experts and vanilla layers are for the caller to add.</summary>
    /// <exception cref="WeightsException">The configuration asks for something this model does not do.</exception>
    public static ModelShape Of(HuggingFaceConfig config, string source)
    {
        if (config.ScaleEmbedding)
        {
            throw new WeightsException(
                $"{source}: scale_embedding is true, expected false: token embeddings are not scaled here, and the "
                + "table cannot be scaled in the file, since the output head is tied to it. Choose another model.");
        }
        return new ModelShape
        {
            Backbone = config.Backbone,
            VocabularySize = config.VocabularySize,
            Width = config.Width,
            EncoderLayers = config.EncoderLayers,
            DecoderLayers = config.DecoderLayers,
            EncoderHeads = config.EncoderHeads,
            DecoderHeads = config.DecoderHeads,
            EncoderFeedForward = config.EncoderFeedForwardWidth,
            DecoderFeedForward = config.DecoderFeedForwardWidth,
            HeadWidth = config.HeadWidth,
            MaxPositions = config.PositionsMax,
            PositionBuckets = config.PositionBuckets,
            PositionDistanceMax = config.PositionDistanceMax,
            Dropout = config.Dropout,
            AttentionDropout = config.AttentionDropout,
            ActivationDropout = config.ActivationDropout,
            PadId = config.PadId,
            BosId = config.StartId,
            EosId = config.EndId,
            DecoderStartId = config.DecoderStartId,
        };
    }
}
