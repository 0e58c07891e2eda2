using Moe.Actors.Ports;
using Moe.Cluster.Runs;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>Keeps the metrics of a run up to date. They live in a registry of their own, so that tests can have several.</summary>
internal sealed class TrainingMeters : IRunObserver
{
    private readonly TimeProvider time;
    private readonly StepStopwatch stopwatch;
    private readonly Gauge step, tokensPerSecond, loss, taskLoss, taskScore, gradientNorm, clip, rate, temperature;
    private readonly Gauge expertsUsed, lastStepTime;
    private readonly Counter steps, tokens, taskTokens, microBatches, retried, events;
    private readonly Histogram stepSeconds;

    /// <summary>Creates every metric.</summary>
    public TrainingMeters(CollectorRegistry registry, string runHash, long plannedSteps, TimeProvider time)
    {
        this.time = time;
        stopwatch = new StepStopwatch(time);
        var factory = Metrics.WithCustomRegistry(registry);
        Gauge NewGauge(MetricDefinition metric) => factory.CreateGauge(metric.Name, metric.Help, metric.Labels);
        Counter NewCounter(MetricDefinition metric) => factory.CreateCounter(metric.Name, metric.Help, metric.Labels);

        step = NewGauge(MetricNames.Step);
        tokensPerSecond = NewGauge(MetricNames.TokensPerSecond);
        loss = NewGauge(MetricNames.Loss);
        taskLoss = NewGauge(MetricNames.TaskLoss);
        taskScore = NewGauge(MetricNames.TaskScore);
        gradientNorm = NewGauge(MetricNames.GradientNorm);
        clip = NewGauge(MetricNames.Clip);
        rate = NewGauge(MetricNames.Rate);
        temperature = NewGauge(MetricNames.Temperature);
        expertsUsed = NewGauge(MetricNames.ExpertsUsed);
        lastStepTime = NewGauge(MetricNames.LastStepTime);
        steps = NewCounter(MetricNames.Steps);
        tokens = NewCounter(MetricNames.Tokens);
        taskTokens = NewCounter(MetricNames.TaskTokens);
        microBatches = NewCounter(MetricNames.MicroBatches);
        retried = NewCounter(MetricNames.Retried);
        events = NewCounter(MetricNames.Events);
        stepSeconds = factory.CreateHistogram(MetricNames.StepSeconds.Name, MetricNames.StepSeconds.Help,
            new HistogramConfiguration { Buckets = Histogram.ExponentialBuckets(0.01, 2, 14) });
        NewGauge(MetricNames.StepsPlanned).Set(plannedSteps);
        NewGauge(MetricNames.Run).WithLabels(runHash).Set(1);
    }

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        events.WithLabels(kind).Inc();
        stopwatch.Skip();
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord record)
    {
        var seconds = stopwatch.Lap();
        step.Set(record.Step + 1);
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
        gradientNorm.Set(record.GradientNorm);
        clip.Set(record.Clip);
        rate.Set(record.Rate);
        temperature.Set(record.Temperature);
        microBatches.Inc(record.MicroBatches);
        retried.Inc(record.Retried);
        expertsUsed.Set(record.Experts);
        lastStepTime.Set(time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
        foreach (var (task, score) in evaluation.Scores) taskScore.WithLabels(task, evaluation.Rows).Set(score);
        stopwatch.Skip();
    }
}
