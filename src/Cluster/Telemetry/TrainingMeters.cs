using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Ports;
using Moe.Analysis.Routes;
using Moe.Cluster.Runs;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>Steps, losses and scores of a run as metrics. They live in a registry of their own, so that tests can have several.</summary>
internal sealed class TrainingMeters : IRunObserver
{
    private readonly TrainingSettings settings;
    private readonly IReadOnlyList<string> tasks;
    private readonly TimeProvider time;
    private readonly StepStopwatch stopwatch;
    private readonly Gauge step, planned, stage, tokensPerSecond, loss, gradientNorm, clip, rate, temperature, expertsUsed, lastStepTime;
    private readonly Gauge taskLoss, taskScore, taskEntropy;
    private readonly Counter steps, tokens, microBatches, retried, events, taskTokens, taskRows, taskQuarantines;
    private readonly Histogram stepSeconds;
    private string? shownStage;
    private bool begun;

    /// <summary>Makes the metrics.</summary>
    /// <param name="registry">Where.</param>
    /// <param name="settings">The run.</param>
    /// <param name="tasks">Names of its tasks.</param>
    /// <param name="time">The clock.</param>
    public TrainingMeters(CollectorRegistry registry, TrainingSettings settings, IReadOnlyList<string> tasks, TimeProvider time)
    {
        (this.settings, this.tasks, this.time, stopwatch) = (settings, tasks, time, new StepStopwatch(time));
        (step, planned, stage) = (registry.NewGauge(MetricNames.Step), registry.NewGauge(MetricNames.StepsPlanned),
            registry.NewGauge(MetricNames.Stage));
        (tokensPerSecond, loss) = (registry.NewGauge(MetricNames.TokensPerSecond), registry.NewGauge(MetricNames.Loss));
        (gradientNorm, clip) = (registry.NewGauge(MetricNames.GradientNorm), registry.NewGauge(MetricNames.Clip));
        (rate, temperature) = (registry.NewGauge(MetricNames.Rate), registry.NewGauge(MetricNames.Temperature));
        (expertsUsed, lastStepTime) = (registry.NewGauge(MetricNames.ExpertsUsed), registry.NewGauge(MetricNames.LastStepTime));
        (taskLoss, taskScore, taskEntropy) = (registry.NewGauge(MetricNames.TaskLoss), registry.NewGauge(MetricNames.TaskScore),
            registry.NewGauge(MetricNames.TaskEntropy));
        (steps, tokens, microBatches) = (registry.NewCounter(MetricNames.Steps), registry.NewCounter(MetricNames.Tokens),
            registry.NewCounter(MetricNames.MicroBatches));
        (retried, events) = (registry.NewCounter(MetricNames.Retried), registry.NewCounter(MetricNames.Events));
        (taskTokens, taskRows, taskQuarantines) = (registry.NewCounter(MetricNames.TaskTokens),
            registry.NewCounter(MetricNames.TaskRows), registry.NewCounter(MetricNames.TaskQuarantines));
        stepSeconds = registry.NewHistogram(MetricNames.StepSeconds);
    }

    /// <inheritdoc/>
    public void OnPhase(RunPhase phase)
    {
        if (!begun) Begin();
    }

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        events.WithLabels(kind).Inc();
        if (kind == RunEvents.Quarantined && details["tasks"] is IEnumerable<string> bad)
        {
            foreach (var task in bad) taskQuarantines.WithLabels(task).Inc();
        }
        stopwatch.Skip();
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord record)
    {
        var seconds = stopwatch.Lap();
        step.Set(record.Step + 1);
        ShowStage(record.Stage);
        steps.WithLabels(record.Committed ? "committed" : "voided").Inc();
        stepSeconds.Observe(seconds);
        tokens.Inc(record.Tokens);
        tokensPerSecond.Set(record.Tokens / Math.Max(seconds, 1e-9));
        loss.Set(record.Loss / Math.Max(1, record.TargetTokens));
        foreach (var (task, (taskSum, taskCount)) in record.ByTask)
        {
            taskLoss.WithLabels(task).Set(taskSum / Math.Max(1, taskCount));
            taskTokens.WithLabels(task).Inc(taskCount);
        }
        foreach (var (task, count) in record.RowsByTask) taskRows.WithLabels(task).Inc(count);
        gradientNorm.Set(record.GradientNorm);
        clip.Set(record.Clip);
        rate.Set(record.Rate);
        temperature.Set(record.Temperature);
        microBatches.Inc(record.MicroBatches);
        retried.Inc(record.Retried);
        expertsUsed.Set(record.Experts);
        lastStepTime.Set(time.UnixSeconds());
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
        foreach (var (task, score) in evaluation.Scores) taskScore.WithLabels(task, evaluation.Rows).Set(score);
        stopwatch.Skip();
    }

    /// <inheritdoc/>
    public void OnRoutes(RouteRecord routes)
    {
        var shape = settings.Model;
        foreach (var (task, shares) in routes.Shares)
        {
            taskEntropy.WithLabels(task).Set(shares.Chunk(shape.Experts).Where((_, layer) => !shape.IsVanilla(layer))
                .Select(weights => RouteEntropy.Of(weights)).DefaultIfEmpty().Average());
        }
    }

    // What is counted starts on the page with 0, so that the first of it is seen as an increase.
    private void Begin()
    {
        begun = true;
        planned.Set(settings.TotalSteps);
        foreach (var outcome in (string[])["committed", "voided"]) steps.WithLabels(outcome).Publish();
        foreach (var task in tasks)
        {
            foreach (var counter in (Counter[])[taskTokens, taskRows, taskQuarantines]) counter.WithLabels(task).Publish();
        }
        foreach (var counter in (Counter[])[tokens, microBatches, retried]) counter.Publish();
        stepSeconds.Publish();
    }

    private void ShowStage(string name)
    {
        if (shownStage == name) return;
        if (shownStage is { } last) stage.RemoveLabelled(last, SelectionOf(last));
        shownStage = name;
        stage.WithLabels(name, SelectionOf(name)).Set(1);
    }

    private string SelectionOf(string name) => settings.Stages.First(known => known.Name == name).Selection.ToString();
}
