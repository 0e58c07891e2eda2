using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// What every task shares (paper notes 1.1, 1.2): the token embedding, tied with the output head, the position tables
/// of both stacks, whose row p + 2 serves position p, and the norms after the embeddings.
/// </summary>
public sealed class VocabularyLayer(ModelShape shape, FlatParameters parameters)
{
    internal const string SharedName = "model.shared.weight";
    private const int PositionOffset = 2;

    internal ModelShape Shape => shape;

    internal FlatParameters Parameters => parameters;

    /// <summary>Hugging Face's names in buffer order: tables and gains, then biases.</summary>
    public static ParameterLayout Layout(ModelShape shape) => new([
        (SharedName, [shape.VocabularySize, shape.Width], true),
        .. BothStacks("embed_positions.weight").Select(n => (n, new long[] { shape.MaxPositions + PositionOffset, shape.Width }, true)),
        .. BothStacks("layernorm_embedding.weight").Select(n => (n, new long[] { shape.Width }, true)),
        .. BothStacks("layernorm_embedding.bias").Select(n => (n, new long[] { shape.Width }, false)),
    ]);

    /// <summary>Embeds ids [B, T], given row by row, for a stack.</summary>
    public EmbeddingPass Embed(ExpertKind stack, ReadOnlyMemory<long> ids, int rows, PassSettings settings, int firstPosition = 0) =>
        new(this, stack == ExpertKind.Encoder ? "model.encoder" : "model.decoder", ids, rows, settings, firstPosition);

    /// <summary>The training loss of decoder states [B, U, D] against labels [B, U], given row by row.</summary>
    public LossPass Loss(Tensor hidden_BUD, ReadOnlyMemory<long> labels, double smoothing) => new(this, hidden_BUD, labels, smoothing);

    /// <summary>Scores of every token [N, V] for states [N, D].</summary>
    public Tensor Logits(Tensor hidden_ND)
    {
        using var transposed = parameters.Weight(SharedName).t();
        return hidden_ND.mm(transposed);
    }

    internal static long PositionRow(long position) => position + PositionOffset;

    private static IEnumerable<string> BothStacks(string name) => [$"model.encoder.{name}", $"model.decoder.{name}"];
}
