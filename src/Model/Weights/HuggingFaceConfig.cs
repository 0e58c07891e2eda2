namespace Moe.Model.Weights;

/// <summary>
/// What config.json of a Hugging Face BART or T5 folder tells of the model. Missing keys have the defaults of Hugging Face's
/// BartConfig, which are those of BART-large and stand here, or T5Config, those of T5-small. Layer drop is not kept: layers
/// are experts here and are never skipped.
/// </summary>
public sealed record HuggingFaceConfig
{
    /// <summary>The family of the model.</summary>
    public Backbone Backbone { get; init; }

    /// <summary>Rows of the token embedding.</summary>
    public int VocabularySize { get; init; } = 50265;

    /// <summary>Longest sequence; BART's position tables have two rows more.</summary>
    public int PositionsMax { get; init; } = 1024;

    /// <summary>D, width of hidden states.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Layers of the encoder.</summary>
    public int EncoderLayers { get; init; } = 12;

    /// <summary>F of the encoder, width inside the feed-forward part.</summary>
    public int EncoderFeedForwardWidth { get; init; } = 4096;

    /// <summary>K, width of a head, where it is not the width divided by the heads; else 0.</summary>
    public int HeadWidth { get; init; }

    /// <summary>Rows of T5's tables of relative positions.</summary>
    public int PositionBuckets { get; init; } = 32;

    /// <summary>Distance from which on T5 tells positions no longer apart.</summary>
    public int PositionDistanceMax { get; init; } = 128;

    /// <summary>H of the encoder; in BART it divides the width.</summary>
    public int EncoderHeads { get; init; } = 16;

    /// <summary>Layers of the decoder.</summary>
    public int DecoderLayers { get; init; } = 12;

    /// <summary>F of the decoder, width inside the feed-forward part.</summary>
    public int DecoderFeedForwardWidth { get; init; } = 4096;

    /// <summary>H of the decoder; in BART it divides the width.</summary>
    public int DecoderHeads { get; init; } = 16;

    /// <summary>Dropout on the output of each sub-layer and of the embedding.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Dropout on attention probabilities.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Dropout inside the feed-forward part.</summary>
    public double ActivationDropout { get; init; }

    /// <summary>Standard deviation of new weights.</summary>
    public double InitialDeviation { get; init; } = 0.02;

    /// <summary>Token embeddings are multiplied by the square root of the width.</summary>
    public bool ScaleEmbedding { get; init; }

    /// <summary>Id of &lt;s&gt;; null where there is none (T5).</summary>
    public int? StartId { get; init; } = 0;

    /// <summary>Id of padding.</summary>
    public int PadId { get; init; } = 1;

    /// <summary>Id of &lt;/s&gt;.</summary>
    public int EndId { get; init; } = 2;

    /// <summary>What the decoder reads first in training.</summary>
    public int DecoderStartId { get; init; } = 2;

    /// <summary>The first id that generation must write; null when it is free to choose.</summary>
    public int? ForcedStartId { get; init; }

    /// <summary>The id that generation must write at its last place; null when it is free to choose.</summary>
    public int? ForcedEndId { get; init; } = 2;

    /// <summary>Generation does not repeat this many ids in a row; 0 allows all.</summary>
    public int NoRepeatLength { get; init; }

    /// <summary>Reads config.json of <paramref name="folder"/>.</summary>
    /// <exception cref="Failures.WeightsException">
    /// The file is missing, malformed, or tells of another kind of model.
    /// </exception>
    public static HuggingFaceConfig Load(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        return HuggingFaceConfigFile.Read(path, FileBytes.Read(path, "a model's config.json", 16 << 20));
    }

    /// <summary>Reads the text of such a file, also where it is kept as metadata of another.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="Failures.WeightsException">
    /// The text is malformed, or tells of another kind of model.
    /// </exception>
    public static HuggingFaceConfig Parse(string json, string source) =>
        HuggingFaceConfigFile.Read(source, System.Text.Encoding.UTF8.GetBytes(json));
}
