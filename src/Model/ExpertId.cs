using System.Globalization;
using Moe.Model.Failures;

namespace Moe.Model;

/// <summary>What an expert holds: one encoder layer, one decoder layer, or the vocabulary layer every task shares.</summary>
public enum ExpertKind
{
    /// <summary>Token embedding, positions, the norms outside the layers, and the output head.</summary>
    Vocabulary,

    /// <summary>One layer of the encoder.</summary>
    Encoder,

    /// <summary>One layer of the decoder.</summary>
    Decoder,
}

/// <summary>
/// The name of one expert: its stack, layer and number, written <c>encoder.3.1</c>, <c>decoder.0.2</c> or
/// <c>vocabulary</c>. Layers and numbers count from 0. Where an expert has replicas, each has a name of its own: the first the
/// expert's, the others the expert's with their number behind it, <c>encoder.3.1~1</c>.
/// </summary>
public readonly record struct ExpertId(ExpertKind Kind, int Layer, int Number, int Replica = 0) : IComparable<ExpertId>
{
    // Allowed in the name of a file, of an actor and of a shard.
    private const char ReplicaMark = '~';

    /// <summary>The one expert outside the routed layers.</summary>
    public static readonly ExpertId Vocabulary = new(ExpertKind.Vocabulary, 0, 0);

    /// <summary>The expert itself, whichever of its replicas this is: the name of its weights.</summary>
    public ExpertId AsExpert() => this with { Replica = 0 };

    /// <inheritdoc/>
    public override string ToString()
    {
        var expert = Kind == ExpertKind.Vocabulary
            ? "vocabulary"
            : string.Create(CultureInfo.InvariantCulture, $"{Stack(Kind)}.{Layer}.{Number}");
        return Replica == 0 ? expert : string.Create(CultureInfo.InvariantCulture, $"{expert}{ReplicaMark}{Replica}");
    }

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="ConfigurationException">The text is no expert's name.</exception>
    public static ExpertId Parse(string text)
    {
        var mark = text.IndexOf(ReplicaMark);
        if (mark > 0 && int.TryParse(text[(mark + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var replica) && replica > 0)
            return Parse(text[..mark]) with { Replica = replica };
        if (text == "vocabulary") return Vocabulary;
        var parts = text.Split('.');
        if (parts.Length == 3 && parts[0] is "encoder" or "decoder"
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var layer)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new ExpertId(parts[0] == "encoder" ? ExpertKind.Encoder : ExpertKind.Decoder, layer, number);
        }
        throw new ConfigurationException(
            $"'{text}' names no expert: expected vocabulary, encoder.LAYER.NUMBER or decoder.LAYER.NUMBER, for example encoder.3.1.");
    }

    /// <summary>
    /// Vocabulary first, then encoder and decoder by layer, number and replica: the order of every sum over experts.
    /// </summary>
    public int CompareTo(ExpertId other) =>
        (Kind, Layer, Number, Replica).CompareTo((other.Kind, other.Layer, other.Number, other.Replica));

    private static string Stack(ExpertKind kind) => kind == ExpertKind.Encoder ? "encoder" : "decoder";
}
