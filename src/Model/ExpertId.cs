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
/// <c>vocabulary</c>. Layers and numbers count from 0.
/// </summary>
public readonly record struct ExpertId(ExpertKind Kind, int Layer, int Number) : IComparable<ExpertId>
{
    /// <summary>The one expert outside the routed layers.</summary>
    public static readonly ExpertId Vocabulary = new(ExpertKind.Vocabulary, 0, 0);

    /// <inheritdoc/>
    public override string ToString() => Kind == ExpertKind.Vocabulary
        ? "vocabulary"
        : string.Create(CultureInfo.InvariantCulture, $"{Stack(Kind)}.{Layer}.{Number}");

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="ConfigurationException">The text is no expert's name.</exception>
    public static ExpertId Parse(string text)
    {
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

    /// <summary>Vocabulary first, then encoder and decoder by layer and number: the order of every sum over experts.</summary>
    public int CompareTo(ExpertId other) => (Kind, Layer, Number).CompareTo((other.Kind, other.Layer, other.Number));

    private static string Stack(ExpertKind kind) => kind == ExpertKind.Encoder ? "encoder" : "decoder";
}
