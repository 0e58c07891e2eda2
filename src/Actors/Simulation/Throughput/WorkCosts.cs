using Moe.Actors.Coordinator;
using Moe.Actors.Router;
using Moe.Model;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// What a micro-batch costs at each stop of its way, from the shape and one measured figure. Work is split by the
/// multiplications of the matrix products: an encoder layer has 4 W^2 + 2 W F for each source token; a decoder layer two W^2
/// for each source token (keys and values of the memory) and 6 W^2 + 2 W F for each target token; the vocabulary V W for each
/// target token. A third of a stop's work is forward, a third the gradient of its input, and a third that of its weights.
/// </summary>
internal sealed class WorkCosts
{
    /// <summary>Bytes of a parameter on its node: weights, gradients and two moments.</summary>
    public const int BytesHeld = 16;

    /// <summary>Gradients are read once to be measured.</summary>
    public const int BytesMeasured = 4;

    /// <summary>A gradient on its way to another replica.</summary>
    public const int BytesOfGradient = 4;

    /// <summary>One gradient is read, and read or written elsewhere, to be copied or added to another.</summary>
    public const int BytesSummed = 8;

    /// <summary>An update reads and writes weights and moments, and reads gradients.</summary>
    public const int BytesUpdated = 28;

    /// <summary>A snapshot holds weights and moments.</summary>
    public const int BytesOfSnapshot = 12;

    private readonly double encoderSeconds;
    private readonly double decoderSeconds;
    private readonly double scoreSeconds;
    private readonly double encoderParameters;
    private readonly double decoderParameters;
    private readonly double vocabularyParameters;
    private readonly double sourceBytes;
    private readonly double targetBytes;
    private readonly int encoderLayers;
    private readonly Dictionary<JourneyStop, (TimedOperation Operation, TimedResult Result)> atStop;

    public WorkCosts(ThroughputSettings settings)
    {
        var shape = settings.Shape;
        double width = shape.Width;
        encoderLayers = shape.Layers;
        atStop = JourneyStop.Through(shape.Layers, shape.Layers).ToDictionary(
            stop => stop, stop => (new TimedOperation(stop), new TimedResult(stop)));
        var encoder = ((4 * width * width) + (2 * width * shape.FeedForward)) * shape.Source;
        var decoder = (2 * width * width * shape.Source) + (((6 * width * width) + (2 * width * shape.FeedForward)) * shape.Target);
        var score = shape.Vocabulary * width * shape.Target;
        Tokens = shape.Rows * (shape.Source + shape.Target);
        var seconds = Tokens / (settings.TokensPerSecond / settings.Lanes) / ((shape.Layers * (encoder + decoder)) + score);
        (encoderSeconds, decoderSeconds, scoreSeconds) = (seconds * encoder, seconds * decoder, seconds * score);
        sourceBytes = (double)shape.Rows * shape.Source * width * settings.BytesPerNumber;
        targetBytes = (double)shape.Rows * shape.Target * width * settings.BytesPerNumber;
        encoderParameters = (4 * width * width) + (2 * width * shape.FeedForward);
        decoderParameters = (8 * width * width) + (2 * width * shape.FeedForward);
        vocabularyParameters = shape.Vocabulary * width;
    }

    public int Tokens { get; }

    public double ParametersOf(ExpertId expert) => expert.Kind switch
    {
        ExpertKind.Vocabulary => vocabularyParameters,
        ExpertKind.Encoder => encoderParameters,
        _ => decoderParameters,
    };

    public TimedOperation OperationAt(JourneyStop stop) => atStop[stop].Operation;

    public TimedResult ResultAt(JourneyStop stop) => atStop[stop].Result;

    /// <summary>Work of an expert for one micro-batch, forward and backward.</summary>
    public double SecondsOf(ExpertId expert) => expert.Kind switch
    {
        ExpertKind.Vocabulary => scoreSeconds,
        ExpertKind.Encoder => encoderSeconds,
        _ => decoderSeconds,
    };

    /// <summary>Seconds of a lane of ordinary speed until a stop's answer is there.</summary>
    public double Answer(JourneyStop stop) => stop.Kind switch
    {
        StopKind.Layer or StopKind.LayerBackward => (IsEncoder(stop.Row) ? encoderSeconds : decoderSeconds) / 3,
        StopKind.Score => scoreSeconds * 2 / 3,
        _ => 0,
    };

    /// <summary>Seconds of a lane for the weights' gradients of a micro-batch, which nobody waits for before the step's end.</summary>
    public double Deferred(ExpertId expert) => SecondsOf(expert) / 3;

    /// <summary>Bytes to an expert: hidden states, and for a decoder layer the memory.</summary>
    public double BytesTo(JourneyStop stop) => (stop.Kind, IsEncoder(stop.Row)) switch
    {
        (StopKind.Layer, true) or (StopKind.LayerBackward, true) or (StopKind.EmbedSourceBackward, _) => sourceBytes,
        (StopKind.Layer, false) => targetBytes + sourceBytes,
        (StopKind.LayerBackward, false) or (StopKind.Score, _) or (StopKind.EmbedTargetBackward, _) => targetBytes,
        _ => 0,
    };

    /// <summary>Bytes back from it: hidden states or gradients, of a decoder layer the memory's too.</summary>
    public double BytesBack(JourneyStop stop) => (stop.Kind, IsEncoder(stop.Row)) switch
    {
        (StopKind.Layer, true) or (StopKind.LayerBackward, true) or (StopKind.EmbedSource, _) => sourceBytes,
        (StopKind.Layer, false) or (StopKind.Score, _) or (StopKind.EmbedTarget, _) => targetBytes,
        (StopKind.LayerBackward, false) => targetBytes + sourceBytes,
        _ => 0,
    };

    /// <summary>Bytes of a part's snapshot; the coordinator's own part has next to none.</summary>
    public double SnapshotBytesOf(string part) =>
        part == CoordinatorState.OwnPart ? 0 : BytesOfSnapshot * ParametersOf(ExpertId.Parse(part));

    private bool IsEncoder(int row) => row < encoderLayers;
}
