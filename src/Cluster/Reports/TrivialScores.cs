using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model.Evaluation;

namespace Moe.Cluster.Reports;

/// <summary>Scores the two answers that need no learning on the same rows that the model is scored on.</summary>
internal static class TrivialScores
{
    /// <summary>A task's scores: the commonest training answer, and the input given back.</summary>
    public static (double MostFrequent, double Copy) Of(TaskGym gym, string task, TrainingSettings settings, SplitPart part)
    {
        var asked = RunEvaluator.Rows(gym, settings, task, part);
        IReadOnlyList<IReadOnlyList<string>> golds = [.. asked.Select(row => row.Outputs)];
        var metric = Metrics.ByName(gym.Task(task).Metric);
        var train = TrainingData.Rows(gym, task, settings.Curriculum.Sample);
        return (
            metric.Score(TrivialBaselines.MostFrequentOutput(train, asked), golds),
            metric.Score(TrivialBaselines.CopyOfInput(asked), golds));
    }
}
