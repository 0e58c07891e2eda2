namespace Moe.Actors.Router;

/// <summary>Kinds of stops on a micro-batch's way.</summary>
public enum StopKind
{
    /// <summary>The vocabulary embeds the sources.</summary>
    EmbedSource,

    /// <summary>A layer, forward.</summary>
    Layer,

    /// <summary>The vocabulary ends the encoder with a norm (T5).</summary>
    FinishSource,

    /// <summary>The vocabulary embeds the decoder's inputs.</summary>
    EmbedTarget,

    /// <summary>The vocabulary scores the labels.</summary>
    Score,

    /// <summary>A layer, backward.</summary>
    LayerBackward,

    /// <summary>The gradient of the decoder's inputs goes to the vocabulary.</summary>
    EmbedTargetBackward,

    /// <summary>The gradient of the memory goes through the vocabulary to the encoder (T5).</summary>
    FinishSourceBackward,

    /// <summary>The gradient of the sources goes to the vocabulary.</summary>
    EmbedSourceBackward,
}

/// <summary>One stop: its kind and, for a layer, the route's row.</summary>
public readonly record struct JourneyStop(StopKind Kind, int Row = 0)
{
    /// <summary>Name of the operation its experts are asked for: the answer to any other is not awaited here.</summary>
    public string Operation => Kind switch
    {
        StopKind.EmbedSource => "embed-source",
        StopKind.FinishSource => "finish-source",
        StopKind.EmbedTarget => "embed-target",
        StopKind.Score => "score",
        StopKind.Layer => "forward",
        StopKind.LayerBackward => "backward",
        StopKind.EmbedTargetBackward => "embed-target-backward",
        StopKind.FinishSourceBackward => "finish-source-backward",
        StopKind.EmbedSourceBackward => "embed-source-backward",
        _ => throw new InvalidOperationException($"{Kind} is no stop."),
    };

    /// <summary>
    /// The whole way of a micro-batch: sources up through the encoder, decoder inputs up through the decoder, loss, and
    /// back down the same way. <paramref name="finishesSource"/>: the encoder ends at the vocabulary.
    /// </summary>
    public static IReadOnlyList<JourneyStop> Through(int encoderLayers, int decoderLayers, bool finishesSource = false)
    {
        var layers = encoderLayers + decoderLayers;
        var stops = new List<JourneyStop> { new(StopKind.EmbedSource) };
        for (var row = 0; row < encoderLayers; row++) stops.Add(new JourneyStop(StopKind.Layer, row));
        if (finishesSource) stops.Add(new JourneyStop(StopKind.FinishSource));
        stops.Add(new JourneyStop(StopKind.EmbedTarget));
        for (var row = encoderLayers; row < layers; row++) stops.Add(new JourneyStop(StopKind.Layer, row));
        stops.Add(new JourneyStop(StopKind.Score));
        for (var row = layers - 1; row >= encoderLayers; row--) stops.Add(new JourneyStop(StopKind.LayerBackward, row));
        stops.Add(new JourneyStop(StopKind.EmbedTargetBackward));
        if (finishesSource) stops.Add(new JourneyStop(StopKind.FinishSourceBackward));
        for (var row = encoderLayers - 1; row >= 0; row--) stops.Add(new JourneyStop(StopKind.LayerBackward, row));
        stops.Add(new JourneyStop(StopKind.EmbedSourceBackward));
        return stops;
    }
}
