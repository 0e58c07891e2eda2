using System.Runtime.InteropServices;

namespace Moe.Model.Tokenizers;

/// <summary>
/// Applies merges to one word: again and again the lowest-ranked pair that occurs is merged wherever it occurs, from
/// left to right. Candidates wait in a heap by (rank, position), and all of one rank are taken out before any is
/// merged, since a merge may open a pair of lower rank that must wait for the rest of this pass. So a word of n
/// symbols costs n log n, also when it is a megabyte of one letter.
/// </summary>
/// <remarks>Not for use by two threads at a time: it keeps its buffers.</remarks>
internal sealed class BpeMerger(IReadOnlyDictionary<(int Left, int Right), (int Rank, int Product)> merges)
{
    private const int None = -1;

    private readonly PriorityQueue<(int Left, int Right), (int Rank, int Position)> candidates = new();
    private readonly List<int> positionsOfRank = [];
    private int[] next = [];
    private int[] previous = [];

    /// <summary>Merges <paramref name="symbols"/> (token ids) in place; what remains is the result.</summary>
    public void Merge(List<int> symbols)
    {
        Link(symbols.Count);
        var ids = CollectionsMarshal.AsSpan(symbols);
        for (var position = 0; position + 1 < ids.Length; position++)
            Offer(ids, position);

        while (candidates.TryPeek(out _, out var priority))
        {
            TakeRank(priority.Rank, ids);
            foreach (var position in positionsOfRank)
                MergeAt(ids, position, priority.Rank);
        }
        Compact(symbols);
    }

    private void Link(int count)
    {
        if (next.Length < count)
        {
            next = new int[count];
            previous = new int[count];
        }
        for (var position = 0; position < count; position++)
        {
            next[position] = position + 1 < count ? position + 1 : None;
            previous[position] = position - 1;
        }
    }

    // A pair is at a position when its left symbol is; the symbols themselves tell whether a candidate is stale.
    private void Offer(ReadOnlySpan<int> ids, int position)
    {
        var pair = (ids[position], ids[next[position]]);
        if (merges.TryGetValue(pair, out var merge))
            candidates.Enqueue(pair, (merge.Rank, position));
    }

    private void TakeRank(int rank, ReadOnlySpan<int> ids)
    {
        positionsOfRank.Clear();
        while (candidates.TryPeek(out var pair, out var priority) && priority.Rank == rank)
        {
            candidates.Dequeue();
            if (IsAt(ids, priority.Position, pair))
                positionsOfRank.Add(priority.Position);
        }
    }

    private bool IsAt(ReadOnlySpan<int> ids, int position, (int Left, int Right) pair) =>
        ids[position] == pair.Left && next[position] is not None and var right && ids[right] == pair.Right;

    private void MergeAt(Span<int> ids, int position, int rank)
    {
        // An overlapping merge of the same pass ("aa" in "aaa") may have taken one of the two symbols.
        var right = ids[position] == None ? None : next[position];
        if (right == None || !merges.TryGetValue((ids[position], ids[right]), out var merge) || merge.Rank != rank)
            return;

        ids[position] = merge.Product;
        ids[right] = None;
        next[position] = next[right];
        if (next[position] != None)
        {
            previous[next[position]] = position;
            Offer(ids, position);
        }
        if (previous[position] != None)
            Offer(ids, previous[position]);
    }

    private static void Compact(List<int> symbols) => symbols.RemoveAll(symbol => symbol == None);
}
