using System.Globalization;
using Moe.Actors.Ports;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Spectre.Console;

namespace Moe.Cluster.Telemetry;

/// <summary>
/// Shows a run as it goes: on a terminal one line that is written over, at most once a second; elsewhere a plain line
/// every few seconds, so that logs stay short. Events and evaluations have lines of their own.
/// </summary>
internal sealed class ConsoleProgress(IAnsiConsole console, TaskCategories categories, long plannedSteps, TimeProvider time)
    : IRunObserver
{
    private static readonly TimeSpan TerminalEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(5);

    private readonly ProgressLine line = new(categories, plannedSteps);
    private readonly StepStopwatch stopwatch = new(time);
    private readonly bool terminal = console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;
    private long? shownAt;
    private bool open;

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        stopwatch.Skip();
        var said = string.Join(", ", details.Where(detail => detail.Value is not null and not System.Collections.IDictionary)
            .Select(detail => string.Create(CultureInfo.InvariantCulture, $"{detail.Key} {detail.Value}")));
        Whole(said.Length == 0 ? $"step {step}: {kind}" : $"step {step}: {kind} ({said})");
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        line.Add(step, stopwatch.Lap());
        if (!step.Committed) Whole($"step {step.Step}: voided, {step.Reason}");
        var due = shownAt is not { } at || time.GetElapsedTime(at) >= (terminal ? TerminalEvery : PlainEvery);
        if (!due && line.Done < plannedSteps) return;
        shownAt = time.GetTimestamp();
        if (terminal) Over(line.ToString());
        else Whole(line.ToString());
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
        stopwatch.Skip();
        Whole(string.Create(CultureInfo.InvariantCulture,
            $"step {evaluation.Step}: {evaluation.Rows} score {Scores.Mean(evaluation.Scores.Values):F3}, " +
            $"mean of {evaluation.Scores.Count} tasks, in {evaluation.Seconds:F0} s"));
    }

    private void Over(string text)
    {
        var width = Math.Max(20, console.Profile.Width - 1);
        var cut = text.Length > width ? text[..width] : text.PadRight(width);
        console.Write(new ControlCode("\r"));
        console.Write(new Text(cut));
        open = true;
    }

    private void Whole(string text)
    {
        if (open) console.WriteLine();
        open = false;
        console.Profile.Out.Writer.WriteLine(text);
    }
}
