using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Moe.Model.Failures;
using Moe.Model.Tokenizers;
using Xunit;

namespace Moe.Unit.Specs.Model.Tokenizers;

public sealed class UnigramSentencePieceSpecs
{
    private const int Pad = 0, End = 1, Unknown = 2;

    [Theory]
    [InlineData("nmt")]
    [InlineData("bytes")]
    public void Encodes_and_decodes_as_sentencepiece_itself_does(string name)
    {
        var tokenizer = new UnigramSentencePiece(SentencePieceFile.Read(Fixture(name + ".model")));
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Fixture(name + ".json")));
        foreach (var row in cases.RootElement.EnumerateArray())
        {
            var text = row.GetProperty("text").GetString()!;
            int[] ids = [.. row.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];

            Assert.Equal((text, string.Join(' ', ids.Append(End))), (text, string.Join(' ', tokenizer.Encode(text))));
            // SentencePiece writes a sign for the unknown; here it says nothing, as every special id.
            if (!ids.Contains(Unknown)) Assert.Equal(row.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void Takes_the_pieces_of_the_greatest_sum_and_one_unknown_for_a_run_of_characters_without_a_piece()
    {
        // "ab c" is ▁ab ▁c (-1 - 4) rather than ▁a b ▁c (-2 - 3 - 4); no piece spells a alone.
        var tokenizer = ByHand();

        Assert.Equal([3, 7, End], tokenizer.Encode("ab c"));
        Assert.Equal([3, 5, End], tokenizer.Encode("  abb "));
        Assert.Equal([3, Unknown, 5, End], tokenizer.Encode("ab日本b"));
        Assert.Equal([End], tokenizer.Encode(""));
        Assert.Equal([End], tokenizer.Encode("   "));
        Assert.Equal("ab c", tokenizer.Decode([Pad, 3, 7, Unknown, End]));
    }

    [Fact]
    public void Puts_sentinels_behind_the_pieces_and_reads_special_tokens_in_a_text()
    {
        var tokenizer = ByHand();

        Assert.Equal(new SpecialIds(null, Pad, End, Unknown, null), tokenizer.Special);
        Assert.Equal(128, tokenizer.VocabularySize);
        Assert.Equal([3, 107, 7, 98, End, End], tokenizer.Encode("ab <extra_id_0> c<extra_id_9></s>"));
        Assert.Equal("", tokenizer.Decode([107, 127]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([128]));
    }

    [Fact]
    public void Cuts_the_tail_and_keeps_the_end()
    {
        var tokenizer = ByHand();

        Assert.Equal([3, 7, End], tokenizer.Encode("ab c ab ab", 3));
        Assert.Equal([End], tokenizer.Encode("ab c", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Encode("ab", 0));
    }

    [Fact]
    public void Every_beginning_of_a_model_is_refused_or_read_without_a_fault()
    {
        using var folder = new TemporaryFolder();
        var whole = File.ReadAllBytes(Fixture("bytes.model"));
        var path = folder.File(SentencePieceFile.Name);
        foreach (var length in Enumerable.Range(0, 60).Select(i => i * whole.Length / 60))
        {
            File.WriteAllBytes(path, whole[..length]);
            if (Record.Exception(() => UnigramSentencePiece.Load(folder.Path).Encode("a b")) is not { } failure) continue;
            Assert.Contains(path, Assert.IsType<WeightsException>(failure).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_of_another_kind_is_refused_by_what_it_lacks()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(SentencePieceFile.Name);
        // TrainerSpec.model_type = BPE (2), behind one piece.
        File.WriteAllBytes(path, [.. Message(1, Piece("a", -1, PieceKind.Normal)), .. Message(2, [3 << 3, 2])]);
        var other = Assert.Throws<WeightsException>(() => SentencePieceFile.Read(path));
        Assert.Contains("model_type is 2", other.Message, StringComparison.Ordinal);

        File.WriteAllBytes(path, Message(1, Piece("a", -1, PieceKind.Normal)));
        var failure = Assert.Throws<WeightsException>(() => UnigramSentencePiece.Load(folder.Path));
        Assert.Contains("0 pieces <pad>", failure.Message, StringComparison.Ordinal);
    }

    private static UnigramSentencePiece ByHand()
    {
        using var folder = new TemporaryFolder();
        (string Text, float Score, PieceKind Kind)[] pieces =
        [
            ("<pad>", 0, PieceKind.Control), ("</s>", 0, PieceKind.Control), ("<unk>", 0, PieceKind.Unknown),
            ("▁ab", -1, PieceKind.Normal), ("▁a", -2, PieceKind.Normal), ("b", -3, PieceKind.Normal),
            ("▁", -9, PieceKind.Normal), ("▁c", -4, PieceKind.Normal),
        ];
        File.WriteAllBytes(folder.File(SentencePieceFile.Name),
            [.. pieces.SelectMany(piece => Message(1, Piece(piece.Text, piece.Score, piece.Kind)))]);
        return UnigramSentencePiece.Load(folder.Path);
    }

    // A field of protobuf with a length: key, length (shorter than 128), bytes.
    private static byte[] Message(int field, byte[] content) => [(byte)(field << 3 | 2), (byte)content.Length, .. content];

    private static byte[] Piece(string text, float score, PieceKind kind) =>
        [.. Message(1, Encoding.UTF8.GetBytes(text)), 2 << 3 | 5, .. BitConverter.GetBytes(score), 3 << 3, (byte)kind];

    private static string Fixture(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Fixtures", name);
}
