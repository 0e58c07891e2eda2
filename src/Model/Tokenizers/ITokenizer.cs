namespace Moe.Model.Tokenizers;

/// <summary>Turns text into the ids a backbone reads, and ids back into text.</summary>
public interface ITokenizer
{
    /// <summary>Number of rows the embedding table needs: every id is in [0, VocabularySize).</summary>
    int VocabularySize { get; }

    /// <summary>The ids that stand for no text.</summary>
    SpecialIds Special { get; }

    /// <summary>
    /// The ids of <paramref name="text"/> in the frame the backbone was pre-trained with, not truncated.
    /// </summary>
    int[] Encode(string text);

    /// <summary>
    /// Like <see cref="Encode(string)"/>, but at most <paramref name="lengthMax"/> ids, frame included: the head of
    /// the text is kept, its tail is dropped, and the frame stays whole.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame alone is longer than that.</exception>
    int[] Encode(string text, int lengthMax);

    /// <summary>The text of <paramref name="ids"/>; special ids say nothing and are skipped.</summary>
    /// <param name="ids">Ids in any frame.</param>
    /// <param name="cleanUpSpaces">Apply <see cref="SpaceCleanUp"/>, as generation does.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    string Decode(ReadOnlySpan<int> ids, bool cleanUpSpaces = false);
}
