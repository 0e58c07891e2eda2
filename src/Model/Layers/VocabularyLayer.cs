using Moe.Model.Parameters;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Layers;

/// <summary>
/// What every task shares. BART (paper notes 1.1, 1.2): the token embedding, tied with the output head, the position tables
/// of both stacks, whose row p + 2 serves position p, and the norms after the embeddings. T5: the token embedding, the
/// output head, and for each stack the table of relative positions that its layers read and the norm after its last layer.
/// </summary>
public sealed class VocabularyLayer(ModelShape shape, FlatParameters parameters)
{
    private const int PositionOffset = 2;

    internal ModelShape Shape => shape;

    internal FlatParameters Parameters => parameters;

    internal VocabularyNames Names { get; } = new VocabularyNames(shape.Backbone);

    /// <summary>What states are multiplied by before a head that is the token table (T5 alone).</summary>
    internal double HeadScale => shape.Backbone == Backbone.T5 ? 1 / Math.Sqrt(shape.Width) : 1;

    /// <summary>Hugging Face's names in buffer order, the head first: tables and gains, then biases.</summary>
    public static ParameterLayout Layout(ModelShape shape)
    {
        var names = new VocabularyNames(shape.Backbone);
        var parameters = new List<(string, long[], bool)> { (names.Head, [shape.VocabularySize, shape.Width], true) };
        if (names.Shared != names.Head) parameters.Add((names.Shared, [shape.VocabularySize, shape.Width], true));
        Add(names.Positions, true, _ => [shape.MaxPositions + PositionOffset, shape.Width]);
        Add(names.PositionBias, true, stack => [shape.PositionBuckets, shape.HeadsOf(stack)]);
        Add(stack => Part(names.EmbeddingNorm(stack), ".weight"), true, _ => [shape.Width]);
        Add(names.FinalNorm, true, _ => [shape.Width]);
        Add(stack => Part(names.EmbeddingNorm(stack), ".bias"), false, _ => [shape.Width]);
        return new ParameterLayout(parameters);

        void Add(Func<ExpertKind, string?> name, bool decays, Func<ExpertKind, long[]> sizes)
        {
            foreach (var stack in new[] { ExpertKind.Encoder, ExpertKind.Decoder })
            {
                if (name(stack) is { } found) parameters.Add((found, sizes(stack), decays));
            }
        }
    }

    /// <summary>Embeds ids [B, T], given row by row, for a stack.</summary>
    public EmbeddingPass Embed(ExpertKind stack, ReadOnlyMemory<long> ids, int rows, PassSettings settings) =>
        new(this, stack, ids, rows, settings);

    /// <summary>Ends the encoder of a backbone with final norms: states [B, T, D] after its last layer become the memory.</summary>
    public FinalNormPass FinishSource(Tensor hidden_BTD, PassSettings settings) => new(this, ExpertKind.Encoder, hidden_BTD, settings);

    /// <summary>The training loss of decoder states [B, U, D] against labels [B, U], given row by row.</summary>
    public LossPass Loss(Tensor hidden_BUD, ReadOnlyMemory<long> labels, double smoothing, PassSettings settings) =>
        new(this, hidden_BUD, labels, smoothing, settings);

    /// <summary>Scores of every token [N, V] for states [N, D] after the decoder's last layer.</summary>
    public Tensor Logits(Tensor hidden_ND) => Head(Finish(ExpertKind.Decoder, hidden_ND));

    /// <summary>States [N, D] after a stack's last layer with its final norm, without dropout; as they are where there is none.</summary>
    internal Tensor Finish(ExpertKind stack, Tensor hidden_ND) =>
        Names.FinalNorm(stack) is { } norm ? NormFunction.Apply(hidden_ND, parameters.Weight(norm), null) : hidden_ND;

    /// <summary>Scores of every token [N, V] for what the head reads [N, D].</summary>
    internal Tensor Head(Tensor states_ND)
    {
        using var transposed = parameters.Weight(Names.Head).t();
        return (HeadScale == 1 ? states_ND : states_ND.mul(HeadScale)).mm(transposed);
    }

    /// <summary>Tokens, and positions from the first on where they are learned, before norm and dropout: ids [N] -> [B, T, D].</summary>
    internal Tensor Summed(ExpertKind stack, Tensor ids, int columns, int firstPosition)
    {
        var tokens = parameters.Weight(Names.Shared).index_select(0, ids).view(-1, columns, shape.Width);
        return Names.Positions(stack) is { } positions
            ? tokens.add(parameters.Weight(positions).narrow(0, PositionRow(firstPosition), columns))
            : tokens;
    }

    /// <summary>Gain and bias of the norm after the embedding; none where there is no norm.</summary>
    internal Tensor[] EmbeddingNorm(ExpertKind stack) => Names.EmbeddingNorm(stack) is { } norm
        ? [parameters.Weight(norm + ".weight"), parameters.Weight(norm + ".bias")]
        : [];

    /// <summary>The position bias [K, H] that a stack's layers read, float32; null where positions are learned.</summary>
    internal Tensor? PositionBias(ExpertKind stack) =>
        Names.PositionBias(stack) is { } name ? parameters.Weight(name).detach().to_type(ScalarType.Float32) : null;

    internal static long PositionRow(long position) => position + PositionOffset;

    private static string? Part(string? norm, string part) => norm is null ? null : norm + part;
}
