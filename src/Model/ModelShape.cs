using Moe.Model.Failures;

namespace Moe.Model;

/// <summary>
/// Sizes of a routed model: the backbone (paper section on the backbone; the names of BART's config.json in brackets, or
/// BART's and T5's) and how many experts each layer holds.
/// </summary>
public sealed record ModelShape
{
    /// <summary>The family of the layers [model_type].</summary>
    public Backbone Backbone { get; init; }

    /// <summary>Rows of the token embedding [vocab_size].</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of every hidden state [d_model].</summary>
    public required int Width { get; init; }

    /// <summary>Layers of the encoder [encoder_layers, num_layers].</summary>
    public required int EncoderLayers { get; init; }

    /// <summary>Layers of the decoder [decoder_layers, num_decoder_layers].</summary>
    public required int DecoderLayers { get; init; }

    /// <summary>Attention heads of an encoder layer [encoder_attention_heads, num_heads].</summary>
    public required int EncoderHeads { get; init; }

    /// <summary>Attention heads of a decoder layer [decoder_attention_heads, num_heads].</summary>
    public required int DecoderHeads { get; init; }

    /// <summary>Feed-forward width of an encoder layer [encoder_ffn_dim, d_ff].</summary>
    public required int EncoderFeedForward { get; init; }

    /// <summary>Feed-forward width of a decoder layer [decoder_ffn_dim, d_ff].</summary>
    public required int DecoderFeedForward { get; init; }

    /// <summary>Width of an attention head [d_kv]; 0: the width divided by the heads, which is BART's only choice.</summary>
    public int HeadWidth { get; init; }

    /// <summary>
    /// Longest sequence; BART's position tables have two rows more [max_position_embeddings]. T5 has none and could go on.
    /// </summary>
    public int MaxPositions { get; init; } = 1024;

    /// <summary>Rows of T5's tables of relative positions [relative_attention_num_buckets].</summary>
    public int PositionBuckets { get; init; } = 32;

    /// <summary>Distance from which on T5 tells positions no longer apart [relative_attention_max_distance].</summary>
    public int PositionDistanceMax { get; init; } = 128;

    /// <summary>Dropout on every sub-layer's output and on the embeddings [dropout, dropout_rate].</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Dropout on attention probabilities [attention_dropout].</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Dropout after the feed-forward's activation [activation_dropout].</summary>
    public double ActivationDropout { get; init; }

    /// <summary>Experts of each routed layer [router_block_num]; the paper's default is 3.</summary>
    public int Experts { get; init; } = 3;

    /// <summary>Encoder layers that are one ordinary layer, without routing.</summary>
    public IReadOnlyList<int> VanillaEncoderLayers { get; init; } = [];

    /// <summary>Decoder layers that are one ordinary layer, without routing.</summary>
    public IReadOnlyList<int> VanillaDecoderLayers { get; init; } = [];

    /// <summary>Id that pads a batch [pad_token_id].</summary>
    public int PadId { get; init; } = 1;

    /// <summary>Id that starts every text [bos_token_id]; null where texts have none (T5).</summary>
    public int? BosId { get; init; } = 0;

    /// <summary>Id that ends every text [eos_token_id].</summary>
    public int EosId { get; init; } = 2;

    /// <summary>First decoder input in training [decoder_start_token_id].</summary>
    public int DecoderStartId { get; init; } = 2;

    /// <summary>Whether the encoder's states pass a norm of the vocabulary's before the decoder reads them (T5).</summary>
    public bool FinishesSource => Backbone != Backbone.Bart;

    /// <summary>Layers of both stacks: the rows of a route, encoder first.</summary>
    public int Layers => EncoderLayers + DecoderLayers;

    /// <summary>Attention heads of a stack's layers.</summary>
    public int HeadsOf(ExpertKind stack) => stack == ExpertKind.Encoder ? EncoderHeads : DecoderHeads;

    /// <summary>Width of each of so many heads.</summary>
    public int HeadWidthOf(int heads) => HeadWidth > 0 ? HeadWidth : Width / heads;

    /// <summary>How many experts the layer at a route's row holds: 1 for a vanilla layer.</summary>
    public int ExpertsOf(int row) => IsVanilla(row) ? 1 : Experts;

    /// <summary>Whether the layer at a route's row is not routed.</summary>
    public bool IsVanilla(int row) => row < EncoderLayers
        ? VanillaEncoderLayers.Contains(row)
        : VanillaDecoderLayers.Contains(row - EncoderLayers);

    /// <summary>The expert at a route's row.</summary>
    public ExpertId At(int row, int number) => row < EncoderLayers
        ? new ExpertId(ExpertKind.Encoder, row, number)
        : new ExpertId(ExpertKind.Decoder, row - EncoderLayers, number);

    /// <summary>A route's row for an expert of a routed stack.</summary>
    public int RowOf(ExpertId expert) => expert.Kind == ExpertKind.Encoder ? expert.Layer : EncoderLayers + expert.Layer;

    /// <summary>Every expert of the model: the vocabulary first, then layer by layer.</summary>
    public IEnumerable<ExpertId> AllExperts()
    {
        yield return ExpertId.Vocabulary;
        for (var row = 0; row < Layers; row++)
        {
            for (var number = 0; number < ExpertsOf(row); number++) yield return At(row, number);
        }
    }

    /// <summary>Refuses sizes no model can have.</summary>
    /// <exception cref="ConfigurationException">A size is out of range; the message names the key.</exception>
    public ModelShape Validated()
    {
        Require(VocabularySize >= 4, "vocabulary-size", VocabularySize, "at least 4 (the special tokens)");
        Require(Width >= 1, "width", Width, "at least 1");
        Require(EncoderLayers >= 1, "encoder-layers", EncoderLayers, "at least 1");
        Require(DecoderLayers >= 1, "decoder-layers", DecoderLayers, "at least 1");
        ValidateHeads();
        Require(EncoderFeedForward >= 1, "encoder-feed-forward", EncoderFeedForward, "at least 1");
        Require(DecoderFeedForward >= 1, "decoder-feed-forward", DecoderFeedForward, "at least 1");
        Require(MaxPositions >= 2, "max-positions", MaxPositions, "at least 2");
        Require(Experts is >= 1 and <= 1024, "experts", Experts, "1 to 1024");
        foreach (var (key, value) in new[]
                 {
                     ("dropout", Dropout), ("attention-dropout", AttentionDropout), ("activation-dropout", ActivationDropout),
                 })
        {
            Require(value is >= 0 and < 1, key, value, "0 up to, not including, 1");
        }
        Require(VanillaEncoderLayers.All(i => i >= 0 && i < EncoderLayers), "vanilla-encoder-layers",
            string.Join(",", VanillaEncoderLayers), $"layers 0 to {EncoderLayers - 1}");
        Require(VanillaDecoderLayers.All(i => i >= 0 && i < DecoderLayers), "vanilla-decoder-layers",
            string.Join(",", VanillaDecoderLayers), $"layers 0 to {DecoderLayers - 1}");
        return this;
    }

    private void ValidateHeads()
    {
        foreach (var (key, heads) in new[] { ("encoder-heads", EncoderHeads), ("decoder-heads", DecoderHeads) })
        {
            Require(heads >= 1 && (HeadWidth > 0 || Width % heads == 0), key, heads,
                $"a divisor of width {Width}, or any number from 1 together with head-width");
        }
        if (Backbone == Backbone.Bart)
        {
            Require(HeadWidth == 0, "head-width", HeadWidth, "0: heads of BART divide the width");
            return;
        }
        Require(EncoderHeads == DecoderHeads, "decoder-heads", DecoderHeads, $"{EncoderHeads}: both stacks of T5 have the same");
        Require(EncoderFeedForward == DecoderFeedForward, "decoder-feed-forward", DecoderFeedForward,
            $"{EncoderFeedForward}: both stacks of T5 have the same");
        Require(PositionBuckets >= 4 && PositionBuckets % 2 == 0, "position-buckets", PositionBuckets, "an even number from 4");
        Require(PositionDistanceMax > PositionBuckets / 2, "position-distance-max", PositionDistanceMax,
            $"more than half of position-buckets, {PositionBuckets / 2}");
    }

    private static void Require(bool holds, string key, object found, string expected)
    {
        if (!holds)
        {
            throw new ConfigurationException(
                $"training.run.model.{key} is {found}, expected {expected}. "
                + $"Set it in the run file or with --set training.run.model.{key}=VALUE.");
        }
    }
}
