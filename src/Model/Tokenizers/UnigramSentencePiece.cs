using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Moe.Model.Failures;

namespace Moe.Model.Tokenizers;

/// <summary>
/// T5's tokenizer: SentencePiece with a unigram language model (Kudo 2018). A text, normalized, becomes the pieces of the
/// greatest total log-probability, found by Viterbi's algorithm over its bytes; the frame is text &lt;/s&gt;. Behind the
/// model's pieces come T5's 100 sentinels, &lt;extra_id_0&gt; the last of them, and rows without a meaning up to a multiple of
/// 128, as in T5's own tables. Text that spells a special token is that token, as in Hugging Face's T5Tokenizer. Safe for
/// several threads at once.
/// </summary>
public sealed partial class UnigramSentencePiece : ITokenizer
{
    private const int Sentinels = 100;
    private const int RowsMultiple = 128;
    private const float UnknownPenalty = 10;

    private readonly SentencePieceModel model;
    private readonly SentencePieceNormalizer normalizer;
    private readonly PieceTrie trie = new();
    private readonly float[] scoreOf;
    private readonly int[] idOfByte = new int[256];
    private readonly float unknownScore;
    private readonly float largestScore;

    internal UnigramSentencePiece(SentencePieceModel model)
    {
        this.model = model;
        var (pieces, userDefined) = (model.Pieces, new PieceTrie());
        for (var id = 0; id < pieces.Count; id++)
        {
            var piece = pieces[id];
            if (piece.Kind is PieceKind.Normal or PieceKind.UserDefined) trie.Add(piece.Text, id);
            if (piece.Kind == PieceKind.UserDefined) userDefined.Add(piece.Text, id);
            if (piece.Kind == PieceKind.Byte) idOfByte[ValueOfByte(piece)] = id;
        }
        normalizer = new SentencePieceNormalizer(model, userDefined);
        Special = new SpecialIds(
            Start: null, Only("<pad>", PieceKind.Control), Only("</s>", PieceKind.Control), Only(null, PieceKind.Unknown), Mask: null);
        scoreOf = [.. pieces.Select(piece => piece.Score)];
        float[] normal = [.. pieces.Where(piece => piece.Kind == PieceKind.Normal).Select(piece => piece.Score)];
        (unknownScore, largestScore) = (normal.DefaultIfEmpty().Min() - UnknownPenalty, normal.DefaultIfEmpty().Max());
        VocabularySize = (pieces.Count + Sentinels + RowsMultiple - 1) / RowsMultiple * RowsMultiple;
    }

    /// <inheritdoc/>
    public int VocabularySize { get; }

    /// <inheritdoc/>
    public SpecialIds Special { get; }

    /// <summary>Reads spiece.model of <paramref name="folder"/>.</summary>
    /// <exception cref="WeightsException">The file is missing, damaged, or not T5's kind of model.</exception>
    public static UnigramSentencePiece Load(string folder)
    {
        var path = Path.Combine(folder, SentencePieceFile.Name);
        try
        {
            return new UnigramSentencePiece(SentencePieceFile.Read(path));
        }
        catch (FormatException failure)
        {
            throw new WeightsException(
                $"{path}: {failure.Message}. Expected the SentencePiece model of a T5; take the file from the model again.", failure);
        }
    }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        List<int> ids = new(Special.FrameLength + text.Length / 3);
        var start = 0;
        foreach (var match in SpecialToken().EnumerateMatches(text))
        {
            AppendPlain(text.AsSpan(start, match.Index - start), ids);
            ids.Add(IdOfSpecial(text.AsSpan(match.Index, match.Length)));
            start = match.Index + match.Length;
        }
        AppendPlain(text.AsSpan(start), ids);
        ids.Add(Special.End);
        return [.. ids];
    }

    /// <inheritdoc/>
    public int[] Encode(string text, int lengthMax) => Special.Cut(Encode(text), lengthMax);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> ids, bool cleanUpSpaces = false)
    {
        List<byte> bytes = new(4 * ids.Length);
        var isStart = true;
        foreach (var id in ids)
        {
            if (id < 0 || id >= VocabularySize)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(ids), id, $"No such token: the vocabulary has ids 0 to {VocabularySize - 1}.");
            }
            if (id < model.Pieces.Count) AppendPiece(model.Pieces[id], bytes, ref isStart);
        }
        var text = Encoding.UTF8.GetString([.. bytes]).Replace('\u2581', ' ');
        return cleanUpSpaces ? SpaceCleanUp.Apply(text) : text;
    }

    [GeneratedRegex("</s>|<pad>|<unk>|<extra_id_(?:0|[1-9][0-9]?)>")]
    private static partial Regex SpecialToken();

    private static byte ValueOfByte(SentencePiece piece)
    {
        var text = Encoding.UTF8.GetString(piece.Text);
        return text is ['<', '0', 'x', _, _, '>']
            && byte.TryParse(text.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"the byte piece '{text}' is not written <0xNN>");
    }

    private int Only(string? text, PieceKind kind)
    {
        int[] found = [.. Enumerable.Range(0, model.Pieces.Count).Where(id => model.Pieces[id].Kind == kind
            && (text is null || Encoding.UTF8.GetString(model.Pieces[id].Text) == text))];
        return found is [var id]
            ? id
            : throw new FormatException($"it has {found.Length} pieces {text} of kind {kind}, expected one, as T5 has");
    }

    private int IdOfSpecial(ReadOnlySpan<char> token) => token switch
    {
        "</s>" => Special.End,
        "<pad>" => Special.Pad,
        "<unk>" => Special.Unknown,
        _ => model.Pieces.Count + Sentinels - 1 - int.Parse(token["<extra_id_".Length..^1], CultureInfo.InvariantCulture),
    };

    private void AppendPiece(SentencePiece piece, List<byte> bytes, ref bool isStart)
    {
        if (piece.Kind is PieceKind.Control or PieceKind.Unknown) return;
        ReadOnlySpan<byte> text = piece.Kind == PieceKind.Byte ? [ValueOfByte(piece)] : piece.Text;
        // The blank that normalization put in front, or all of them where it would have left none.
        if (isStart && (model.AddsBlankInFront || model.RemovesExtraBlanks) && text.StartsWith(SentencePieceNormalizer.EscapedBlank))
        {
            text = text[SentencePieceNormalizer.EscapedBlank.Length..];
            isStart = model.RemovesExtraBlanks && text.IsEmpty;
        }
        else isStart = false;
        bytes.AddRange(text);
    }

    private void AppendPlain(ReadOnlySpan<char> text, List<int> ids)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        var normalized = normalizer.Normalize(bytes);
        var isAfterUnknown = false;
        foreach (var (id, start, end) in BestPath(normalized))
        {
            var isUnknown = id == Special.Unknown;
            if (isUnknown && model.FallsBackToBytes)
            {
                foreach (var value in normalized.AsSpan(start, end - start)) ids.Add(idOfByte[value]);
            }
            // A run of characters that cannot be spelled is one unknown.
            else if (!isUnknown || !isAfterUnknown) ids.Add(id);
            isAfterUnknown = isUnknown;
        }
    }

    // The best way to each place of the text, then back from its end.
    private List<(int Id, int Start, int End)> BestPath(ReadOnlySpan<byte> text)
    {
        var best = new (float Score, int Start, int Id)[text.Length + 1];
        for (var i = 1; i < best.Length; i++) best[i].Start = -1;
        for (var start = 0; start < text.Length;)
        {
            var character = Math.Min(SentencePieceNormalizer.CharacterLength(text[start]), text.Length - start);
            var (node, isSpelled) = (PieceTrie.Root, false);
            for (var end = start; end < text.Length && trie.Step(ref node, text[end]); end++)
            {
                if (trie.ValueAt(node) is not { } id) continue;
                var length = end + 1 - start;
                Offer(best, start, end + 1, id, ScoreOf(id, length));
                isSpelled |= length == character;
            }
            if (!isSpelled) Offer(best, start, start + character, Special.Unknown, unknownScore);
            start += character;
        }
        List<(int, int, int)> path = [];
        for (var end = text.Length; end > 0; end = best[end].Start) path.Add((best[end].Id, best[end].Start, end));
        path.Reverse();
        return path;
    }

    // A user-defined piece beats whatever else could spell it.
    private double ScoreOf(int id, int length) =>
        model.Pieces[id].Kind == PieceKind.UserDefined ? length * largestScore - 0.1 : scoreOf[id];

    // As in SentencePiece a sum is kept in float32 and compared in double before that: paths of equal score differ by it.
    private static void Offer((float Score, int Start, int Id)[] best, int start, int end, int id, double score)
    {
        var sum = best[start].Score + score;
        if (best[end].Start < 0 || sum > best[end].Score) best[end] = ((float)sum, start, id);
    }
}
