using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Evaluation;
using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Tokenizers;

namespace Moe.Curriculum.Representations;

/// <summary>What is the same for every task whose vector is made.</summary>
public sealed record RepresentationSettings
{
    /// <summary>What vectors are made from.</summary>
    public RepresentationKind Kind { get; init; } = RepresentationKind.Fisher;

    /// <summary>Width of the adapters, for Fisher.</summary>
    public int AdapterWidth { get; init; } = 8;

    /// <summary>Peak learning rate of the tuning.</summary>
    public double Rate { get; init; } = 1e-3;

    /// <summary>Rows of a batch of the tuning.</summary>
    public int BatchRows { get; init; } = 8;

    /// <summary>How the model or its adapters are tuned; 0 steps for not at all.</summary>
    public FineTuningSettings Tuning { get; init; } = new() { Steps = 100, WarmupSteps = 10 };
}

/// <summary>Makes the vector of a task from a few of its rows, with the same model and the same route for every task.</summary>
public sealed class TaskRepresentation(
    RoutedModel model, UnseenRoute route, ITokenizer tokenizer, TaskEvaluationSettings evaluation, RepresentationSettings settings)
{
    /// <summary>The vector: as wide as the model, or for Fisher as the adapters' matrices together.</summary>
    public float[] Of(FewShotRows rows)
    {
        var data = TrainingData.Tokenized(
            rows.Task, rows.Train, evaluation.Texts, evaluation.MaxInputTokens, evaluation.MaxOutputTokens, tokenizer);
        return settings.Kind switch
        {
            RepresentationKind.Text => States(model, route, data, TokenPooling.Mean),
            RepresentationKind.TunedMean => Tuned(rows, data, TokenPooling.Mean),
            RepresentationKind.TunedFirst => Tuned(rows, data, TokenPooling.First),
            RepresentationKind.Fisher => new FisherEmbedding(model, route, settings.Tuning, settings.AdapterWidth)
                .Of(new RowBatches(data, model.Shape, settings.Tuning.Seed), data.Count, settings.Rate, settings.BatchRows),
            _ => throw new ConfigurationException($"Vectors of the kind {settings.Kind} are not made from rows."),
        };
    }

    private float[] Tuned(FewShotRows rows, TokenizedTask data, TokenPooling pooling) =>
        new FineTuning(tokenizer, settings.Tuning, evaluation).Then(model, route, rows, settings.Rate, settings.BatchRows,
            (tuned, path) => States(tuned, path, data, pooling));

    private float[] States(RoutedModel of, UnseenRoute path, TokenizedTask data, TokenPooling pooling) => EncoderMeans.Of(
        of, path.Route, path.Mode,
        [.. data.Inputs.Chunk(evaluation.BatchRows).Select(batch => PaddedTokens.Pad(batch, of.Shape.PadId))], pooling);
}
