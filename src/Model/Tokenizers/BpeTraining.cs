using System.Text;

namespace Moe.Model.Tokenizers;

/// <summary>
/// Learns a byte-level BPE vocabulary from text: the most frequent pair of neighbouring tokens becomes a new token,
/// again and again (Sennrich et al. 2016, over GPT-2's bytes and pieces). Counts are kept up to date by visiting only
/// the words that hold the merged pair. Equal counts go to the pair with the smaller ids, so the same text gives the
/// same files on every machine.
/// </summary>
public sealed class BpeTraining
{
    /// <summary>Special tokens and bytes: no vocabulary can be smaller.</summary>
    public const int VocabularySizeMin = 4 + 256 + 1;

    private readonly List<string> tokens = [];
    private readonly List<BpeMerge> merges = [];
    private readonly Dictionary<string, int> idOfToken = new(StringComparer.Ordinal);
    private readonly List<Word> words = [];
    private readonly Dictionary<Pair, long> countOfPair = [];
    private readonly Dictionary<Pair, HashSet<int>> wordsOfPair = [];
    private readonly PriorityQueue<Pair, (long MinusCount, int Left, int Right)> candidates = new();

    private BpeTraining(IEnumerable<string> texts)
    {
        tokens.AddRange(SpecialTokens.Leading);
        var characters = Enumerable.Range(0, 256).Select(value => ByteAlphabet.ToCharacter((byte)value));
        tokens.AddRange(characters.Order().Select(character => character.ToString()));
        for (var id = 0; id < tokens.Count; id++)
            idOfToken.Add(tokens[id], id);

        CollectWords(texts);
        for (var index = 0; index < words.Count; index++)
            CountPairs(index, +1);
        foreach (var pair in countOfPair.Keys)
            Offer(pair);
    }

    private readonly record struct Pair(int Left, int Right);

    private sealed record Word(List<int> Symbols, long Count);

    /// <summary>Learns a vocabulary of <paramref name="vocabularySize"/> tokens, special ones included.</summary>
    /// <param name="texts">The texts, with the leading blanks they will be encoded with.</param>
    /// <param name="vocabularySize">Wanted size; less comes out when too few pairs are frequent enough.</param>
    /// <param name="occurrencesMin">A pair seen less often is not merged: a token used once teaches nothing.</param>
    public static BpeVocabulary Train(IEnumerable<string> texts, int vocabularySize, int occurrencesMin = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularySize, VocabularySizeMin);
        ArgumentOutOfRangeException.ThrowIfLessThan(occurrencesMin, 1);
        var training = new BpeTraining(texts);
        // One place is kept for the mask.
        while (training.tokens.Count < vocabularySize - 1 && training.TakeBest(occurrencesMin) is { } pair)
            training.Merge(pair);
        return new BpeVocabulary([.. training.tokens, SpecialTokens.Mask], training.merges);
    }

    private void CollectWords(IEnumerable<string> texts)
    {
        Dictionary<string, long> countOfWord = new(StringComparer.Ordinal);
        var countOfSpan = countOfWord.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in texts)
        {
            for (var start = 0; start < text.Length;)
            {
                var end = PreTokenizer.NextEnd(text, start);
                var piece = text.AsSpan(start, end - start);
                countOfSpan[piece] = countOfSpan.TryGetValue(piece, out var count) ? count + 1 : 1;
                start = end;
            }
        }
        foreach (var (word, count) in countOfWord)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            var symbols = bytes.Select(value => idOfToken[ByteAlphabet.ToCharacter(value).ToString()]);
            words.Add(new Word([.. symbols], count));
        }
    }

    private void CountPairs(int wordIndex, int sign)
    {
        var (symbols, count) = words[wordIndex];
        for (var index = 0; index + 1 < symbols.Count; index++)
        {
            var pair = new Pair(symbols[index], symbols[index + 1]);
            countOfPair[pair] = countOfPair.GetValueOrDefault(pair) + sign * count;
            if (sign < 0)
                continue;
            if (!wordsOfPair.TryGetValue(pair, out var holders))
                wordsOfPair.Add(pair, holders = []);
            holders.Add(wordIndex);
        }
    }

    private void Offer(Pair pair) => candidates.Enqueue(pair, (-countOfPair[pair], pair.Left, pair.Right));

    private Pair? TakeBest(int occurrencesMin)
    {
        while (candidates.TryDequeue(out var pair, out var priority))
        {
            var count = countOfPair[pair];
            if (count < occurrencesMin)
                continue;
            if (count == -priority.MinusCount)
                return pair;
            // Merges have made the pair rarer since it was offered.
            Offer(pair);
        }
        return null;
    }

    private void Merge(Pair pair)
    {
        var token = tokens[pair.Left] + tokens[pair.Right];
        // Another pair may have spelled the same token: "ab" + "c" after "a" + "bc".
        if (!idOfToken.TryGetValue(token, out var product))
        {
            product = tokens.Count;
            tokens.Add(token);
            idOfToken.Add(token, product);
        }
        merges.Add(new BpeMerge(pair.Left, pair.Right, product));

        HashSet<Pair> risen = [];
        foreach (var wordIndex in wordsOfPair[pair])
        {
            CountPairs(wordIndex, -1);
            Replace(words[wordIndex].Symbols, pair, product);
            CountPairs(wordIndex, +1);
            CollectPairsWith(product, words[wordIndex].Symbols, risen);
        }
        wordsOfPair.Remove(pair);
        foreach (var changed in risen)
            Offer(changed);
    }

    private static void Replace(List<int> symbols, Pair pair, int product)
    {
        var kept = 0;
        for (var index = 0; index < symbols.Count; index++)
        {
            var found = symbols[index] == pair.Left && index + 1 < symbols.Count && symbols[index + 1] == pair.Right;
            symbols[kept++] = found ? product : symbols[index];
            if (found)
                index++;
        }
        symbols.RemoveRange(kept, symbols.Count - kept);
    }

    private static void CollectPairsWith(int product, List<int> symbols, HashSet<Pair> pairs)
    {
        for (var index = 0; index + 1 < symbols.Count; index++)
        {
            if (symbols[index] == product || symbols[index + 1] == product)
                pairs.Add(new Pair(symbols[index], symbols[index + 1]));
        }
    }
}
