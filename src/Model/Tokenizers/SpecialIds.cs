namespace Moe.Model.Tokenizers;

/// <summary>
/// The ids that stand for no text. A backbone without a start or mask token (T5) leaves that one null.
/// </summary>
/// <param name="Start">Opens a sequence: BART's &lt;s&gt;.</param>
/// <param name="Pad">Fills rows of a batch up to one width and is never attended to.</param>
/// <param name="End">Closes a sequence: &lt;/s&gt;.</param>
/// <param name="Unknown">Stands for text that the vocabulary cannot spell.</param>
/// <param name="Mask">The gap of BART's pre-training.</param>
public sealed record SpecialIds(int? Start, int Pad, int End, int Unknown, int? Mask);
