using Moe.Cluster.Settings;
using Moe.Model;

namespace Moe.Cluster.Hosting;

/// <summary>The section training.run.model. Vocabulary size and special ids are the tokenizer's and no settings.</summary>
internal static class ModelSettings
{
    private static readonly Number Probability = new(0, below: 1);

    private static readonly Dictionary<string, Backbone> Backbones = new()
    {
        ["bart"] = Backbone.Bart,
        ["t5"] = Backbone.T5,
        ["t5-v1.1"] = Backbone.T5V11,
    };

    /// <summary>A shape with no size set yet.</summary>
    public static ModelShape Start { get; } = new()
    {
        VocabularySize = int.MaxValue,
        Width = 0,
        EncoderLayers = 0,
        DecoderLayers = 0,
        EncoderHeads = 0,
        DecoderHeads = 0,
        EncoderFeedForward = 0,
        DecoderFeedForward = 0,
    };

    /// <summary>The keys.</summary>
    public static SettingsSection<ModelShape> Section { get; } = new SettingsSection<ModelShape>()
        .Value("backbone", new OneOf([.. Backbones.Keys]),
            s => Backbones.First(known => known.Value == s.Backbone).Key, (s, v) => s with { Backbone = Backbones[v] })
        .Value("width", new WholeNumber(1), s => s.Width, (s, v) => s with { Width = v }, required: true)
        .Value("encoder-layers", new WholeNumber(1), s => s.EncoderLayers, (s, v) => s with { EncoderLayers = v }, required: true)
        .Value("decoder-layers", new WholeNumber(1), s => s.DecoderLayers, (s, v) => s with { DecoderLayers = v }, required: true)
        .Value("encoder-heads", new WholeNumber(1), s => s.EncoderHeads, (s, v) => s with { EncoderHeads = v }, required: true)
        .Value("decoder-heads", new WholeNumber(1), s => s.DecoderHeads, (s, v) => s with { DecoderHeads = v }, required: true)
        .Value("encoder-feed-forward", new WholeNumber(1),
            s => s.EncoderFeedForward, (s, v) => s with { EncoderFeedForward = v }, required: true)
        .Value("decoder-feed-forward", new WholeNumber(1),
            s => s.DecoderFeedForward, (s, v) => s with { DecoderFeedForward = v }, required: true)
        .Value("head-width", new WholeNumber(0), s => s.HeadWidth, (s, v) => s with { HeadWidth = v })
        .Value("max-positions", new WholeNumber(2), s => s.MaxPositions, (s, v) => s with { MaxPositions = v })
        .Value("position-buckets", new WholeNumber(4), s => s.PositionBuckets, (s, v) => s with { PositionBuckets = v })
        .Value("position-distance-max", new WholeNumber(3),
            s => s.PositionDistanceMax, (s, v) => s with { PositionDistanceMax = v })
        .Value("dropout", Probability, s => s.Dropout, (s, v) => s with { Dropout = v })
        .Value("attention-dropout", Probability, s => s.AttentionDropout, (s, v) => s with { AttentionDropout = v })
        .Value("activation-dropout", Probability, s => s.ActivationDropout, (s, v) => s with { ActivationDropout = v })
        .Value("experts", new WholeNumber(1, 1024), s => s.Experts, (s, v) => s with { Experts = v })
        .Value("vanilla-encoder-layers", new ListOf<int>(new WholeNumber(0), mayBeEmpty: true),
            s => s.VanillaEncoderLayers, (s, v) => s with { VanillaEncoderLayers = v })
        .Value("vanilla-decoder-layers", new ListOf<int>(new WholeNumber(0), mayBeEmpty: true),
            s => s.VanillaDecoderLayers, (s, v) => s with { VanillaDecoderLayers = v });
}
