using Moe.Curriculum.Batches;
using Moe.Curriculum.Evaluation;
using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Optimization;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.Tokenizers;
using Moe.Model.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Moe.Curriculum.Adaptation;

/// <summary>
/// Tunes a copy of a trained model on the few rows of one task and keeps the weights that score best on its dev rows (paper
/// notes 4.3). A plain loop on the calling thread: a task's path is small, and many such loops run beside each other.
/// </summary>
public sealed class FineTuning(ITokenizer tokenizer, FineTuningSettings settings, TaskEvaluationSettings evaluation)
{
    private const string Owner = "adaptation";

    private readonly WarmupSchedule schedule = new(settings.WarmupSteps, settings.Steps);

    /// <summary>Tunes with one learning rate and batch size. The source is not changed.</summary>
    /// <param name="source">The trained model.</param>
    /// <param name="route">The task's route through it.</param>
    /// <param name="rows">The task's rows.</param>
    /// <param name="rate">Peak learning rate.</param>
    /// <param name="batchRows">Rows of a batch.</param>
    /// <param name="stopped">Ends the work between two steps.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public FineTuningResult Run(
        RoutedModel source, UnseenRoute route, FewShotRows rows, double rate, int batchRows, CancellationToken stopped)
    {
        using var scope = torch.NewDisposeScope();
        using var tuned = Tuned.Of(source, route);
        TaskEvaluation scorer = new(tuned.Model, tokenizer, evaluation);
        var batches = Batches(rows, tuned);
        FineTuningResult best = new(double.NaN, double.NaN, settings.Steps);
        for (var step = 0; step < settings.Steps; step++)
        {
            stopped.ThrowIfCancellationRequested();
            Step(tuned, batches.At(step, batchRows), rate, step);
            var done = step + 1;
            if (done % settings.EvaluateEvery != 0 && done != settings.Steps) continue;
            var dev = Score(scorer, tuned, rows.Task, rows.Dev);
            if (double.IsNaN(dev) || dev <= best.Dev) continue;
            best = best with { Dev = dev, Step = done };
            tuned.Keep();
        }
        tuned.Restore();
        return best with { Test = Score(scorer, tuned, rows.Task, rows.Test) };
    }

    /// <summary>Tunes for all steps, without looking at dev rows, and hands the tuned model to whoever asks something of it.</summary>
    public TResult Then<TResult>(
        RoutedModel source, UnseenRoute route, FewShotRows rows, double rate, int batchRows, Func<RoutedModel, UnseenRoute, TResult> ask)
    {
        using var scope = torch.NewDisposeScope();
        using var tuned = Tuned.Of(source, route);
        var batches = Batches(rows, tuned);
        for (var step = 0; step < settings.Steps; step++) Step(tuned, batches.At(step, batchRows), rate, step);
        return ask(tuned.Model, new UnseenRoute(tuned.Route, tuned.Mode));
    }

    private RowBatches Batches(FewShotRows rows, Tuned tuned) => new(
        TrainingData.Tokenized(rows.Task, rows.Train, evaluation.Texts, evaluation.MaxInputTokens, evaluation.MaxOutputTokens, tokenizer),
        tuned.Model.Shape, settings.Seed);

    private static double Score(TaskEvaluation scorer, Tuned tuned, TaskDescription task, IReadOnlyList<Example> rows) =>
        scorer.Score(task, rows, tuned.Route, tuned.Mode).Score;

    private void Step(Tuned tuned, TokenBatch batch, double rate, int step)
    {
        var factor = schedule.Factor(step);
        using var scope = torch.NewDisposeScope();
        PlainMicroBatch pass = new(tuned.Model, tuned.Forward(batch.Rows), tuned.Mode, settings.LabelSmoothing);
        var (loss, tokens, routeGradient_LBE) = pass.Run(
            batch.Plain, (owner, purpose) => RandomStream.For(settings.Seed, step, 0, owner, Owner + purpose), _ => true);
        pass.Decoded_BUD?.Dispose();
        // A loss that is no number would spoil the weights for good; the step is left out, as in training.
        if (!double.IsFinite(loss)) return;
        var mean = settings.MeanLoss ? 1.0 / tokens : 1.0;
        var norm = Math.Sqrt(tuned.Model.Parameters.Values.Sum(GradientNorm.Squared)) * mean;
        var scale = GradientNorm.ClipFactor(norm, settings.MaxGradientNorm) * mean;
        foreach (var parameters in tuned.Model.Parameters.Values)
            AdamW.Apply(parameters, settings.ExpertAdamW, rate * factor, scale);
        tuned.Trained?.Learn(routeGradient_LBE, settings.AdamW, settings.RouteRate * factor, scale);
    }

    /// <summary>The copy that is tuned, with its route, and the best it has been.</summary>
    private sealed class Tuned : IDisposable
    {
        private readonly Dictionary<ExpertId, Tensor> best = [];
        private readonly Route start;
        private Route? bestRoute;
        private bool restored;

        private Tuned(RoutedModel model, Route start, ComputationMode mode, TrainableRoute? trained) =>
            (Model, this.start, Mode, Trained) = (model, start, mode, trained);

        public RoutedModel Model { get; }

        public ComputationMode Mode { get; }

        public TrainableRoute? Trained { get; }

        public Route Route => restored ? bestRoute! : Trained?.Current ?? start;

        public static Tuned Of(RoutedModel source, UnseenRoute route)
        {
            var (model, path) = PathCopy.Of(source, route.Route, route.Mode);
            var trained = route.IsTrained ? new TrainableRoute(path, source.Parameters[ExpertId.Vocabulary].Device) : null;
            return new Tuned(model, path, route.Mode, trained);
        }

        public RouteBatch Forward(int rows) => Trained?.Forward(rows) ?? RouteBatch.Repeat(start, new int[rows]);

        public void Keep()
        {
            foreach (var (id, parameters) in Model.Parameters)
            {
                if (best.TryGetValue(id, out var kept)) kept.copy_(parameters.Weights);
                else best.Add(id, parameters.Weights.clone());
            }
            bestRoute = Route;
        }

        public void Restore()
        {
            foreach (var (id, kept) in best) Model.Parameters[id].Weights.copy_(kept);
            restored = bestRoute is not null;
        }

        public void Dispose()
        {
            Model.Dispose();
            Trained?.Dispose();
            foreach (var kept in best.Values) kept.Dispose();
        }
    }
}
