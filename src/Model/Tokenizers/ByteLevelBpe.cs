using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Moe.Model.Tokenizers;

/// <summary>
/// BART's tokenizer: byte-level BPE (the one of GPT-2) with the frame &lt;s&gt; text &lt;/s&gt;. Text that spells a
/// special token is that token, as in Hugging Face's BartTokenizer, and so is white space before &lt;mask&gt; part of
/// it; a text of white space alone is empty. Safe for several threads at once.
/// </summary>
/// <remarks>
/// Words repeat, so the ids of short words are remembered; the memory is emptied when it is full, which costs little
/// and needs no order of use.
/// </remarks>
public sealed class ByteLevelBpe : ITokenizer
{
    private const int RememberedWordsMax = 1 << 16;
    private const int RememberedWordLengthMax = 48;

    private readonly BpeVocabulary vocabulary;
    private readonly Dictionary<string, int> idOfSpecial;
    private readonly int[] idOfByte = new int[256];
    private readonly byte[][] bytesOfToken;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Product)> merges;
    private readonly ThreadLocal<BpeMerger> merger;
    private readonly ConcurrentDictionary<string, int[]> idsOfWord = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> idsOfSpan;
    private int rememberedWords;

    /// <summary>A tokenizer over <paramref name="vocabulary"/>.</summary>
    public ByteLevelBpe(BpeVocabulary vocabulary)
    {
        this.vocabulary = vocabulary;
        var tokens = vocabulary.Tokens;
        Special = new SpecialIds(Start: 0, Pad: 1, End: 2, Unknown: 3, Mask: tokens.Count - 1);
        idOfSpecial = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < SpecialTokens.Leading.Count; id++)
            idOfSpecial.Add(SpecialTokens.Leading[id], id);
        idOfSpecial.Add(SpecialTokens.Mask, tokens.Count - 1);

        bytesOfToken = new byte[tokens.Count][];
        for (var id = 0; id < tokens.Count; id++)
        {
            bytesOfToken[id] = IsSpecial(id) ? [] : BytesOf(tokens[id]);
            if (bytesOfToken[id] is [var only])
                idOfByte[only] = id;
        }

        merges = new Dictionary<(int, int), (int, int)>(vocabulary.Merges.Count);
        for (var rank = 0; rank < vocabulary.Merges.Count; rank++)
        {
            var merge = vocabulary.Merges[rank];
            merges.Add((merge.Left, merge.Right), (rank, merge.Product));
        }
        merger = new ThreadLocal<BpeMerger>(() => new BpeMerger(merges));
        idsOfSpan = idsOfWord.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <inheritdoc/>
    public int VocabularySize => vocabulary.Tokens.Count;

    /// <inheritdoc/>
    public SpecialIds Special { get; }

    /// <summary>Reads vocab.json and merges.txt of <paramref name="folder"/>.</summary>
    /// <exception cref="Failures.WeightsException">
    /// A file is missing or malformed; the message has file and line.
    /// </exception>
    public static ByteLevelBpe Load(string folder) => new(BpeVocabulary.Load(folder));

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        List<int> ids = new(Special.FrameLength + text.Length / 3) { Special.Start!.Value };
        AppendText(text, ids);
        ids.Add(Special.End);
        return [.. ids];
    }

    /// <inheritdoc/>
    public int[] Encode(string text, int lengthMax) => Special.Cut(Encode(text), lengthMax);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, bool cleanUpSpaces = false)
    {
        List<byte> bytes = new(4 * ids.Length);
        foreach (var id in ids)
        {
            if (id < 0 || id >= bytesOfToken.Length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(ids), id, $"No such token: the vocabulary has ids 0 to {bytesOfToken.Length - 1}.");
            }
            bytes.AddRange(bytesOfToken[id]);
        }
        var text = Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes));
        return cleanUpSpaces ? SpaceCleanUp.Apply(text) : text;
    }

    private bool IsSpecial(int id) => id < SpecialTokens.Leading.Count || id == Special.Mask;

    private static byte[] BytesOf(string token)
    {
        var bytes = new byte[token.Length];
        for (var index = 0; index < token.Length; index++)
            ByteAlphabet.TryToByte(token[index], out bytes[index]);
        return bytes;
    }

    private void AppendText(ReadOnlySpan<char> text, List<int> ids)
    {
        if (WithoutSpaceAtEnd(text).IsEmpty)
            return;
        while (FindSpecial(text) is { } found)
        {
            var before = text[..found.Position];
            AppendPlain(found.Token == SpecialTokens.Mask ? WithoutSpaceAtEnd(before) : before, ids);
            ids.Add(idOfSpecial[found.Token]);
            text = text[(found.Position + found.Token.Length)..];
        }
        AppendPlain(text, ids);
    }

    private static (int Position, string Token)? FindSpecial(ReadOnlySpan<char> text)
    {
        for (var position = 0; position < text.Length; position++)
        {
            var skipped = text[position..].IndexOf('<');
            if (skipped < 0)
                return null;
            position += skipped;
            foreach (var token in SpecialTokens.All)
            {
                if (text[position..].StartsWith(token, StringComparison.Ordinal))
                    return (position, token);
            }
        }
        return null;
    }

    // Python, whose strip the reference uses, also counts the four separators U+001C to U+001F as white space.
    private static ReadOnlySpan<char> WithoutSpaceAtEnd(ReadOnlySpan<char> text)
    {
        while (text is [.., var last] && (char.IsWhiteSpace(last) || last is >= '\u001C' and <= '\u001F'))
            text = text[..^1];
        return text;
    }

    private void AppendPlain(ReadOnlySpan<char> text, List<int> ids)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = PreTokenizer.NextEnd(text, start);
            AppendWord(text[start..end], ids);
            start = end;
        }
    }

    private void AppendWord(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.Length > RememberedWordLengthMax)
            ids.AddRange(MergeWord(word));
        else if (idsOfSpan.TryGetValue(word, out var known))
            ids.AddRange(known);
        else
            ids.AddRange(Remember(word, [.. MergeWord(word)]));
    }

    private List<int> MergeWord(ReadOnlySpan<char> word)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(word)];
        Encoding.UTF8.GetBytes(word, bytes);
        List<int> symbols = new(bytes.Length);
        foreach (var value in bytes)
            symbols.Add(idOfByte[value]);
        merger.Value!.Merge(symbols);
        return symbols;
    }

    private int[] Remember(ReadOnlySpan<char> word, int[] ids)
    {
        if (Interlocked.Increment(ref rememberedWords) > RememberedWordsMax)
        {
            idsOfWord.Clear();
            Interlocked.Exchange(ref rememberedWords, 1);
        }
        idsOfSpan.TryAdd(word, ids);
        return ids;
    }
}
