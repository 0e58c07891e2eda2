using Moe.Curriculum.Adaptation;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Prompts;
using Moe.Model;
using Moe.Model.Decoding;
using Moe.Model.Evaluation;
using Moe.Model.Failures;
using Moe.Model.Tokenizers;

namespace Moe.Curriculum.Evaluation;

/// <summary>A task's scores by one template: of the most likely choice (null for a task without choices) and of what was written.</summary>
public sealed record TemplateScore(double? Ranked, double Generated);

/// <summary>
/// Scores a task that the model has not seen, asked for in words (paper notes 4.5): by rank, where the answer is the choice with
/// the largest log-likelihood summed over its tokens, and by generation. Each template has scores of its own.
/// </summary>
public sealed class ZeroShotEvaluation(RoutedModel model, ITokenizer tokenizer, TaskEvaluationSettings settings)
{
    private readonly TaskEvaluation generation = new(model, tokenizer, settings);
    private readonly AnswerScorer scorer = new(model);

    /// <summary>Scores by every template of the task.</summary>
    /// <exception cref="ConfigurationException">The settings have no prompts.</exception>
    public IReadOnlyList<TemplateScore> Score(TaskDescription task, IReadOnlyList<Example> rows, UnseenRoute route)
    {
        var prompts = settings.Texts.Prompts(task.Name) ?? throw new ConfigurationException(
            "Zero-shot evaluation asks for tasks in words, but the run was trained on inputs with the task's name. Train with "
            + "training.run.curriculum.prompts, or name a file with --prompts.");
        var examples = settings.Rows > 0 ? [.. rows.Take(settings.Rows)] : rows;
        return
        [
            .. Enumerable.Range(0, prompts.Templates.Count).Select(template => new TemplateScore(
                prompts.Choices.Count == 0 ? null : Ranked(task, prompts, examples, route, template),
                generation.Score(task, examples, route.Route, route.Mode, template).Score)),
        ];
    }

    private double Ranked(TaskDescription task, TaskPrompts prompts, IReadOnlyList<Example> rows, UnseenRoute route, int template)
    {
        int[][] choices =
            [.. prompts.Choices.Select(choice => tokenizer.Encode(TaskTexts.Output(choice.Value), settings.MaxOutputTokens))];
        var inputs = rows.Select(row => tokenizer.Encode(settings.Texts.Input(row, template), settings.MaxInputTokens)).ToArray();
        var likelihoods = new double[rows.Count * choices.Length];
        // Rows of like length together; the choices of a row stand beside each other.
        var order = Enumerable.Range(0, rows.Count).OrderBy(row => inputs[row].Length).ThenBy(row => row)
            .SelectMany(row => Enumerable.Range(row * choices.Length, choices.Length));
        foreach (var batch in order.Chunk(settings.BatchRows))
        {
            var scored = scorer.LogLikelihoods(route.Route, route.Mode,
                PaddedTokens.Pad([.. batch.Select(pair => inputs[pair / choices.Length])], model.Shape.PadId),
                PaddedTokens.Pad([.. batch.Select(pair => choices[pair % choices.Length])], model.Shape.PadId),
                model.Shape.DecoderStartId);
            for (var i = 0; i < batch.Length; i++) likelihoods[batch[i]] = scored[i];
        }
        var predictions = likelihoods.Chunk(choices.Length).Select(row => prompts.Choices[Array.IndexOf(row, row.Max())].Value);
        return Metrics.ByName(task.Metric).Score([.. predictions], [.. rows.Select(prompts.Outputs)]);
    }
}
