using Moe.Actors.Lanes;
using Moe.Actors.Ports;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Evaluation;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Prompts;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using static TorchSharp.torch;

namespace Moe.Actors.Coordinator;

/// <summary>Scores a run's tasks on their dev or test rows, one task a lane at a time.</summary>
public sealed class RunEvaluator(
    TrainingSettings settings, TaskGym gym, TrainingData data, ITokenizer tokenizer, ComputeLanes lanes, Device device)
{
    private readonly StageSchedule schedule = new(settings.Stages);

    /// <summary>Scores the dev rows with the weights of a step, which it owns, and its routes. All tensor work is done on lanes.</summary>
    public async Task<EvaluationRecord> Score(IReadOnlyDictionary<ExpertId, Tensor> weights, RouteBatch routes, long step)
    {
        using var model = await lanes.Run(LaneUrgency.Forward, () => ModelOf(settings, weights, device));
        return await Score(model, routes, step, SplitPart.Dev);
    }

    /// <summary>A model on a device over collected weights, which it owns from now on. Runs on a lane.</summary>
    public static RoutedModel ModelOf(TrainingSettings settings, IReadOnlyDictionary<ExpertId, Tensor> weights, Device device) =>
        new(settings.Model, weights.ToDictionary(entry => entry.Key,
            entry => new FlatParameters(ExpertFactory.LayoutOf(settings.Model, entry.Key), Moved(entry.Value, device))));

    /// <summary>Scores the rows of one part of every task's files with a model.</summary>
    public async Task<EvaluationRecord> Score(RoutedModel model, RouteBatch routes, long step, SplitPart part)
    {
        var started = TimeProvider.System.GetTimestamp();
        var scored = await Task.WhenAll(data.Tasks.Select((task, index) => Score(model, task.Task, routes.Of(index), step, part)));
        return new EvaluationRecord(step, part == SplitPart.Dev ? "dev" : "test",
            scored.ToDictionary(score => score.Task, score => score.Score),
            data.Tasks.Select((task, index) => (task.Task.Name, Weights: routes.Of(index).Weights_LE.ToArray()))
                .ToDictionary(entry => entry.Name, entry => entry.Weights),
            TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Scores the rows of one part of a task's files along a route.</summary>
    public Task<TaskScore> Score(RoutedModel model, TaskDescription task, Route route, long step, SplitPart part)
    {
        var mode = schedule.At(Math.Max(0, step - 1)).Stage.Computation;
        var evaluation = new TaskEvaluation(model, tokenizer, SettingsOf(settings));
        return lanes.Run(LaneUrgency.Forward, () => evaluation.Score(task, Rows(gym, settings, task.Name, part), route, mode));
    }

    /// <summary>How a run scores a task.</summary>
    public static TaskEvaluationSettings SettingsOf(TrainingSettings settings) => new()
    {
        Rows = settings.Evaluation.RowsPerTask,
        Beams = settings.Evaluation.Beams,
        BatchRows = settings.Evaluation.BatchRows,
        Texts = TaskTexts.From(settings.Curriculum.Prompts),
        MaxInputTokens = settings.Curriculum.MaxInputTokens,
        MaxOutputTokens = settings.Curriculum.MaxOutputTokens,
    };

    /// <summary>The rows of a task that are scored: of the run's sample if the gym has it, else of the largest.</summary>
    public static IReadOnlyList<Example> Rows(TaskGym gym, TrainingSettings settings, string task, SplitPart part)
    {
        var rows = gym.Read(RunSplits.Scored(gym, task, settings.Curriculum.Sample), part);
        return settings.Evaluation.RowsPerTask is > 0 and var limit ? [.. rows.Take(limit)] : rows;
    }

    private static Tensor Moved(Tensor weights, Device device)
    {
        var moved = weights.to(device);
        if (!ReferenceEquals(moved, weights)) weights.Dispose();
        return moved;
    }
}
