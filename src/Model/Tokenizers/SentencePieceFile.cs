using System.Text;
using Moe.Model.Failures;
using Moe.Model.Weights;

namespace Moe.Model.Tokenizers;

/// <summary>
/// Reads spiece.model: the protobuf message ModelProto of SentencePiece (sentencepiece_model.proto). Fields that do not
/// matter to encoding are passed over.
/// </summary>
public static class SentencePieceFile
{
    /// <summary>Its name in a T5 folder.</summary>
    public const string Name = "spiece.model";

    private const long FileBytesMax = 256 << 20;
    private const string What = "a SentencePiece model";
    private const int Unigram = 1;

    /// <summary>Reads a file.</summary>
    /// <exception cref="WeightsException">The file is missing, damaged, or a model that is not unigram.</exception>
    internal static SentencePieceModel Read(string path)
    {
        var content = FileBytes.Read(path, What, FileBytesMax);
        try
        {
            return Parse(path, content);
        }
        catch (FormatException failure)
        {
            throw new WeightsException(
                $"{path}: not {What}: {failure.Message}. Take the file from the model again.", failure);
        }
    }

    private static SentencePieceModel Parse(string path, ReadOnlySpan<byte> content)
    {
        List<SentencePiece> pieces = [];
        SentencePieceModel model = new() { Pieces = pieces };
        var fields = new ProtobufReader(content);
        while (fields.Read())
        {
            if (fields.Field == 1) pieces.Add(Piece(fields.Bytes));
            else if (fields.Field == 2) model = Trainer(path, model, fields.Bytes);
            else if (fields.Field == 3) model = Normalizer(model, fields.Bytes);
        }
        return pieces.Count > 0 ? model : throw new FormatException("it has no pieces");
    }

    private static SentencePiece Piece(ReadOnlySpan<byte> message)
    {
        var (text, score, kind) = (Array.Empty<byte>(), 0f, PieceKind.Normal);
        var fields = new ProtobufReader(message);
        while (fields.Read())
        {
            if (fields.Field == 1) text = fields.Bytes.ToArray();
            else if (fields.Field == 2) score = fields.Single;
            else if (fields.Field == 3) kind = (PieceKind)fields.Number;
        }
        if (text.Length == 0) throw new FormatException("a piece has no text");
        return Enum.IsDefined(kind)
            ? new SentencePiece(text, score, kind)
            : throw new FormatException($"piece '{Encoding.UTF8.GetString(text)}' is of kind {(int)kind}");
    }

    private static SentencePieceModel Trainer(string path, SentencePieceModel model, ReadOnlySpan<byte> message)
    {
        var (kind, suffix) = (Unigram, false);
        var fields = new ProtobufReader(message);
        while (fields.Read())
        {
            if (fields.Field == 3) kind = (int)fields.Number;
            else if (fields.Field == 24) suffix = fields.Number != 0;
            else if (fields.Field == 35) model = model with { FallsBackToBytes = fields.Number != 0 };
        }
        if (kind == Unigram && !suffix) return model;
        throw new WeightsException(
            $"{path}: its model_type is {kind} and treat_whitespace_as_suffix {suffix}, expected 1 (unigram) and False, as in every "
            + "T5. Choose another tokenizer.");
    }

    private static SentencePieceModel Normalizer(SentencePieceModel model, ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufReader(message);
        while (fields.Read())
        {
            model = fields.Field switch
            {
                2 => model with { CharacterMap = fields.Bytes.ToArray() },
                3 => model with { AddsBlankInFront = fields.Number != 0 },
                4 => model with { RemovesExtraBlanks = fields.Number != 0 },
                5 => model with { EscapesBlanks = fields.Number != 0 },
                _ => model,
            };
        }
        return model;
    }
}
