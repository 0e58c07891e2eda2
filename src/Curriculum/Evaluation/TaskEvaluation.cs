using Moe.Curriculum.Gym;
using Moe.Curriculum.Prompts;
using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Evaluation;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;

namespace Moe.Curriculum.Evaluation;

/// <summary>What a task scored: its metric's value, the predictions and the accepted answers.</summary>
public sealed record TaskScore(string Task, double Score, IReadOnlyList<string> Predictions, IReadOnlyList<Example> Examples);

/// <summary>How tasks are scored.</summary>
public sealed record TaskEvaluationSettings
{
    /// <summary>Rows a task; 0: all.</summary>
    public int Rows { get; init; }

    /// <summary>Beams; 1 is greedy.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Rows decoded at once.</summary>
    public int BatchRows { get; init; } = 64;

    /// <summary>The texts of rows.</summary>
    public TaskTexts Texts { get; init; } = TaskTexts.Named;

    /// <summary>Inputs are cut to so many tokens.</summary>
    public int MaxInputTokens { get; init; } = 512;

    /// <summary>Outputs end at so many tokens.</summary>
    public int MaxOutputTokens { get; init; } = 64;
}

/// <summary>
/// Scores tasks with a model: generates an answer for every row of a file and applies the task's metric. The decoder
/// is started as it was trained, with the start id and then the first id of every text (paper notes 8.2).
/// </summary>
public sealed class TaskEvaluation(RoutedModel model, ITokenizer tokenizer, TaskEvaluationSettings settings)
{
    private readonly Generator generator = new(model);

    /// <summary>Scores one task's rows on its route.</summary>
    /// <param name="task">The task.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="route">The task's route.</param>
    /// <param name="mode">Which experts of it run.</param>
    /// <param name="template">The template rows are asked by, where there are prompts.</param>
    public TaskScore Score(TaskDescription task, IReadOnlyList<Example> rows, Route route, ComputationMode mode, int template = 0)
    {
        var examples = settings.Rows > 0 ? [.. rows.Take(settings.Rows)] : rows;
        var predictions = new string[examples.Count];
        // Long rows together: less padding, and the order of the answers is restored.
        var inputs = examples.Select(row => tokenizer.Encode(settings.Texts.Input(row, template), settings.MaxInputTokens)).ToArray();
        var order = Enumerable.Range(0, inputs.Length).OrderBy(i => inputs[i].Length).ThenBy(i => i).ToArray();
        foreach (var batch in order.Chunk(settings.BatchRows))
        {
            var padded = PaddedTokens.Pad([.. batch.Select(i => inputs[i])], model.Shape.PadId);
            var ids = generator.Generate(route, mode, padded, GenerationOf(model.Shape, settings));
            for (var i = 0; i < batch.Length; i++) predictions[batch[i]] = tokenizer.Decode(ids[i]).Trim();
        }
        var score = Metrics.ByName(task.Metric).Score(predictions, [.. examples.Select(settings.Texts.Outputs)]);
        return new TaskScore(task.Name, score, predictions, examples);
    }

    /// <summary>The search that fits how the model was trained.</summary>
    public static GenerationSettings GenerationOf(ModelShape shape, TaskEvaluationSettings settings) => new()
    {
        MaxLength = Math.Min(settings.MaxOutputTokens + 1, shape.MaxPositions),
        Beams = settings.Beams,
        StartId = shape.DecoderStartId,
        EndId = shape.EosId,
        ForcedFirstId = shape.BosId,
        ForceEnd = true,
    };
}
