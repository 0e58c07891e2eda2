using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Model.Initialization;

/// <summary>
/// Draws a model from a seed. Every parameter has its own stream, named by its layer and its own name, so an expert
/// can be drawn anywhere, alone. Biases start at 0 and norm gains at 1; the padding row of BART's token table is 0. The
/// experts of a layer start as one layer, each with noise of its own (see <see cref="ExpertNoise"/>).
/// </summary>
public static class ModelInitialization
{
    /// <summary>Standard deviation of BART's own matrices and embeddings.</summary>
    public const double BartDeviation = 0.02;

    private const string PositionTable = "relative_attention_bias";

    /// <summary>Fills every expert of a model; <paramref name="deviation"/> is that of <see cref="InitialWeights.Bart"/>.</summary>
    public static void Fill(
        RoutedModel model, InitialWeights kind, ExpertNoise noise, ulong seed, double deviation = BartDeviation)
    {
        foreach (var (id, parameters) in model.Parameters) Fill(parameters, model.Shape, id, kind, noise, seed, deviation);
    }

    /// <summary>Fills one expert; <paramref name="deviation"/> is that of <see cref="InitialWeights.Bart"/>.</summary>
    public static void Fill(
        FlatParameters parameters, ModelShape shape, ExpertId id, InitialWeights kind, ExpertNoise noise, ulong seed,
        double deviation = BartDeviation)
    {
        using var scope = torch.NewDisposeScope();
        using var _ = torch.no_grad();
        // Number 0 stands for the layer: all experts of it draw the same numbers.
        var owner = (id with { Number = 0 }).ToString();
        foreach (var slot in parameters.Layout.Slots)
        {
            // Of kind xavier a head of its own draws the token table's numbers.
            var drawn = kind == InitialWeights.Xavier && IsOwnHead(shape, slot) ? new VocabularyNames(shape.Backbone).Shared : slot.Name;
            Fill(parameters, slot, kind, shape, deviation, RandomStream.For(seed, 0, 0, owner, "initial/" + drawn));
        }
        if (id.Kind == ExpertKind.Vocabulary)
        {
            if (shape.Backbone == Backbone.Bart) PadRow(parameters, shape).zero_();
        }
        else if (!shape.IsVanilla(shape.RowOf(id)))
            noise.AddTo(parameters, seed, id);
        parameters.WeightsChanged();
    }

    private static Tensor PadRow(FlatParameters vocabulary, ModelShape shape)
    {
        var table = vocabulary.Layout[new VocabularyNames(shape.Backbone).Shared];
        return vocabulary.Weights.narrow(0, table.Offset + (long)shape.PadId * shape.Width, shape.Width);
    }

    private static void Fill(
        FlatParameters parameters, ParameterSlot slot, InitialWeights kind, ModelShape shape, double deviation, RandomStream stream)
    {
        if (slot.Shape.Length == 1) WeightFill.Constant(parameters, slot, slot.Name.EndsWith(".bias") ? 0 : 1);
        else if (kind == InitialWeights.Bart) WeightFill.Normal(parameters, slot, stream, deviation);
        else if (kind == InitialWeights.T5) WeightFill.Normal(parameters, slot, stream, T5Deviation(shape, slot));
        else if (IsOwnHead(shape, slot)) WeightFill.Normal(parameters, slot, stream, 1 / Math.Sqrt(shape.Width));
        else if (IsEmbedding(shape, slot.Name)) WeightFill.Normal(parameters, slot, stream, EmbeddingDeviation(shape, slot.Name));
        else WeightFill.Xavier(parameters, slot, stream, IsQueryOfT5(slot) ? QueryScale(shape) : 1);
    }

    // A head that begins as the token table, in the size that gives logits of about 1, knows from the start which token is which, as a
    // tied one does: learning it for every token would take more rows than a short run sees.
    private static bool IsOwnHead(ModelShape shape, ParameterSlot slot)
    {
        var names = new VocabularyNames(shape.Backbone);
        return names.Head != names.Shared && slot.Name == names.Head;
    }

    private static bool IsEmbedding(ModelShape shape, string name) => name == new VocabularyNames(shape.Backbone).Shared
        || name.Contains("embed_positions") || name.Contains(PositionTable);

    // T5 adds its layers' outputs, which are about 1, to the embedding as it is; BART's embedding goes through a norm first.
    private static double EmbeddingDeviation(ModelShape shape, string name) =>
        shape.Backbone != Backbone.Bart && name == new VocabularyNames(shape.Backbone).Shared ? 1 : 1 / Math.Sqrt(shape.Width);

    // T5 does not scale attention: with queries as large as keys every position would begin by reading one other alone.
    private static bool IsQueryOfT5(ParameterSlot slot) => slot.Name.EndsWith(".q.weight");

    private static double QueryScale(ModelShape shape) => 1 / Math.Sqrt(shape.HeadWidthOf(shape.EncoderHeads));

    private static double T5Deviation(ModelShape shape, ParameterSlot slot)
    {
        var names = new VocabularyNames(shape.Backbone);
        if (slot.Name == names.Shared || slot.Name == names.Head) return 1;
        if (slot.Name.Contains(PositionTable)) return 1 / Math.Sqrt(shape.Width);
        // A matrix [out, in]: by what it reads.
        var deviation = 1 / Math.Sqrt(slot.Shape[1]);
        return IsQueryOfT5(slot) ? deviation * QueryScale(shape) : deviation;
    }
}
