using System.Text.Json;
using Moe.Actors.Coordinator;
using Moe.Actors.Ports;
using Moe.Cluster.Runs;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>Whether and how a run goes on: phases, nodes, losses and what they cost, how much another loss would cost.</summary>
internal sealed class ContinuityMeters : IRunObserver
{
    // BetweenSteps is between_steps on the page.
    private static readonly string[] Phases =
        [.. Enum.GetValues<RunPhase>().Select(phase => JsonNamingPolicy.SnakeCaseLower.ConvertName(phase.ToString()))];

    private readonly Func<RunStatus?> statusBefore;
    private readonly TimeProvider time;
    private readonly Gauge nodes, nodesMissing, epoch, phase, checkpointTime, checkpointStep, snapshotStep;
    private readonly Counter phaseSeconds, stepsLost;
    private readonly Histogram recoverySeconds;
    private readonly Lock gate = new();
    private RunStatus? before;
    private ExpectedNodes expected = new(0);
    private RunPhase current = RunPhase.Idle;
    private long currentSince;
    private long stepsDone;
    private long? lastStepAt;
    private long? recoveringSince;

    /// <summary>Makes the metrics.</summary>
    /// <param name="registry">Where.</param>
    /// <param name="statusBefore">What the coordinator before this one last wrote; asked for once, when there is something to show.</param>
    /// <param name="time">The clock.</param>
    public ContinuityMeters(CollectorRegistry registry, Func<RunStatus?> statusBefore, TimeProvider time)
    {
        (this.statusBefore, this.time) = (statusBefore, time);
        (nodes, nodesMissing) = (registry.NewGauge(MetricNames.Nodes), registry.NewGauge(MetricNames.NodesMissing));
        (epoch, phase) = (registry.NewGauge(MetricNames.Epoch), registry.NewGauge(MetricNames.Phase));
        (checkpointTime, checkpointStep) = (registry.NewGauge(MetricNames.CheckpointTime), registry.NewGauge(MetricNames.CheckpointStep));
        snapshotStep = registry.NewGauge(MetricNames.SnapshotStep);
        (phaseSeconds, stepsLost) = (registry.NewCounter(MetricNames.PhaseSeconds), registry.NewCounter(MetricNames.StepsLost));
        recoverySeconds = registry.NewHistogram(MetricNames.RecoverySeconds);
        registry.AddBeforeCollectCallback(AddPhaseTime);
    }

    /// <inheritdoc/>
    public void OnPhase(RunPhase phase)
    {
        if (current == RunPhase.Idle) Begin();
        else AddPhaseTime();
        this.phase.WithLabels(Phases[(int)current]).Set(0);
        this.phase.WithLabels(Phases[(int)phase]).Set(1);
        lock (gate) current = phase;
    }

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        switch (kind)
        {
            case RunEvents.Checkpoint:
                checkpointTime.Set(time.UnixSeconds());
                checkpointStep.Set(step);
                break;
            case RunEvents.Resumed:
                // Who was asked to stop has lost nothing, and was not expected to go on.
                if (before is { IsUnfinished: true }) GoOn(before.Step, step);
                stepsDone = step;
                break;
            case RunEvents.Recovered:
                GoOn(stepsDone, step);
                stepsDone = step;
                break;
        }
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        (stepsDone, lastStepAt) = (step.Step + 1, time.GetTimestamp());
        if (recoveringSince is { } since) recoverySeconds.Observe(time.GetElapsedTime(since).TotalSeconds);
        recoveringSince = null;
        expected.See(step.Nodes);
        nodes.Set(step.Nodes.Count);
        nodesMissing.Set(expected.Missing);
        epoch.Set(step.Epoch);
        snapshotStep.Set(step.SnapshotStep);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
    }

    private void Begin()
    {
        before = statusBefore();
        expected = new ExpectedNodes(before is { IsUnfinished: true } ? before.Members.Count(member => !member.Leaving) : 0);
        lock (gate) currentSince = time.GetTimestamp();
        lastStepAt = currentSince;
        checkpointTime.Set(time.UnixSeconds());
        foreach (var known in Phases)
        {
            phase.WithLabels(known).Set(0);
            phaseSeconds.WithLabels(known).Publish();
        }
        stepsLost.Publish();
        recoverySeconds.Publish();
    }

    private void GoOn(long done, long from)
    {
        stepsLost.Inc(Math.Max(0, done - from));
        recoveringSince ??= lastStepAt;
    }

    // Also when the page is asked for: a run that hangs in a phase shows it.
    private void AddPhaseTime()
    {
        lock (gate)
        {
            if (current == RunPhase.Idle) return;
            var now = time.GetTimestamp();
            phaseSeconds.WithLabels(Phases[(int)current]).Inc(time.GetElapsedTime(currentSince, now).TotalSeconds);
            currentSince = now;
        }
    }
}
