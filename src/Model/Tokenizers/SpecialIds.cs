namespace Moe.Model.Tokenizers;

/// <summary>
/// The ids that stand for no text. A backbone without a start or mask token (T5) leaves that one null.
/// </summary>
/// <param name="Start">Opens a sequence: BART's &lt;s&gt;.</param>
/// <param name="Pad">Fills rows of a batch up to one width and is never attended to.</param>
/// <param name="End">Closes a sequence: &lt;/s&gt;.</param>
/// <param name="Unknown">Stands for text that the vocabulary cannot spell.</param>
/// <param name="Mask">The gap of BART's pre-training.</param>
public sealed record SpecialIds(int? Start, int Pad, int End, int Unknown, int? Mask)
{
    /// <summary>Ids that frame a text: the start, where there is one, and the end.</summary>
    internal int FrameLength => Start is null ? 1 : 2;

    /// <summary>At most so many of a framed text's ids: its tail is dropped, and the frame stays whole.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame alone is longer.</exception>
    internal int[] Cut(int[] framed, int lengthMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lengthMax, FrameLength);
        return framed.Length <= lengthMax ? framed : [.. framed.AsSpan(0, lengthMax - 1), End];
    }
}
