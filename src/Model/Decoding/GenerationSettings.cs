using Moe.Model.Failures;

namespace Moe.Model.Decoding;

/// <summary>
/// How answers are generated (paper notes 4.1). Lengths count every id of the answer, the start id included. The
/// defaults are BART's training prefix and greedy search.
/// </summary>
public sealed record GenerationSettings
{
    /// <summary>Longest answer.</summary>
    public int MaxLength { get; init; } = 64;

    /// <summary>Running hypotheses for each row; 1 is greedy search.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>What the decoder reads first.</summary>
    public int StartId { get; init; } = 2;

    /// <summary>Ends an answer.</summary>
    public int EndId { get; init; } = 2;

    /// <summary>Whether an answer that reaches <see cref="MaxLength"/> must end with <see cref="EndId"/>.</summary>
    public bool ForceEnd { get; init; } = true;

    /// <summary>The id that must follow the start; null when the model is free to choose.</summary>
    public int? ForcedFirstId { get; init; }

    /// <summary>Shortest answer, not counting the end.</summary>
    public int MinLength { get; init; }

    /// <summary>No run of this many ids appears twice in an answer; 0 allows all.</summary>
    public int NoRepeatLength { get; init; }

    /// <summary>
    /// A finished hypothesis scores its sum of log-probabilities divided by its length to this power.
    /// </summary>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>
    /// Whether a row is done as soon as it has as many finished hypotheses as beams. Otherwise it goes on until no
    /// running one could still win at the present length.
    /// </summary>
    public bool EarlyStopping { get; init; }

    /// <summary>Refuses settings no search can follow.</summary>
    /// <exception cref="ConfigurationException">A setting is out of range; the message names it.</exception>
    public GenerationSettings Validated(ModelShape shape)
    {
        Require(MaxLength >= 2 && MaxLength <= shape.MaxPositions, "maximum length", MaxLength,
            $"2 to {shape.MaxPositions}");
        Require(Beams is >= 1 and <= 256, "number of beams", Beams, "1 to 256");
        Require(MinLength >= 0 && MinLength < MaxLength, "minimum length", MinLength, $"0 to {MaxLength - 1}");
        Require(NoRepeatLength >= 0, "no-repeat length", NoRepeatLength, "0 or more");
        (string, int)[] ids = [("start id", StartId), ("end id", EndId), ("forced first id", ForcedFirstId ?? 0)];
        foreach (var (name, id) in ids)
        {
            Require(id >= 0 && id < shape.VocabularySize, name, id,
                $"an id of the vocabulary, 0 to {shape.VocabularySize - 1}");
        }
        return this;
    }

    private static void Require(bool holds, string what, int found, string expected)
    {
        if (!holds) throw new ConfigurationException($"Generation with {what} {found}: expected {expected}.");
    }
}
