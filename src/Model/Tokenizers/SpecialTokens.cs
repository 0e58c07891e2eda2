namespace Moe.Model.Tokenizers;

/// <summary>BART's special tokens as they stand in vocab.json and, taken literally, in texts.</summary>
internal static class SpecialTokens
{
    public const string Start = "<s>";
    public const string Pad = "<pad>";
    public const string End = "</s>";
    public const string Unknown = "<unk>";
    public const string Mask = "<mask>";

    /// <summary>
    /// Those with a fixed id, which is their place in this list. The mask has the last id of a vocabulary.
    /// </summary>
    public static IReadOnlyList<string> Leading { get; } = [Start, Pad, End, Unknown];

    /// <summary>All of them; none is the beginning of another.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Leading, Mask];
}
