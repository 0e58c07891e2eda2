using System.Globalization;
using Moe.Actors.Ports;

namespace Moe.Cluster.Runs;

/// <summary>
/// metrics.csv: a row for each step. When a run goes on from a checkpoint or a snapshot, the rows after it are removed, so that
/// every step has one row.
/// </summary>
internal sealed class MetricsCsv : IRunObserver, IDisposable
{
    private static readonly string[] Columns =
    [
        "step", "stage", "committed", "loss_per_token", "tokens_per_s", "seconds", "tokens", "target_tokens", "gradient_norm",
        "clip", "rate", "temperature", "micro_batches", "retried",
    ];

    private readonly LineFile file;
    private readonly TaskCategories categories;
    private readonly StepStopwatch stopwatch;

    /// <summary>Opens or creates the file.</summary>
    public MetricsCsv(string path, TaskCategories categories, TimeProvider time)
    {
        (file, this.categories, stopwatch) = (new LineFile(path), categories, new StepStopwatch(time));
        if (file.Length == 0) file.Append(Csv.Row([.. Columns, .. categories.Names.Select(name => $"loss_{name}")]));
    }

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        // A run killed before its first checkpoint starts over: its rows go too.
        if (kind is RunEvents.Resumed or RunEvents.Started or RunEvents.Recovered) file.Keep(line => !StepOf(line, out var at)
            || at < step);
        stopwatch.Skip();
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        var seconds = stopwatch.Lap();
        var byCategory = categories.LossPerToken(step.ByTask);
        file.Append(Csv.Row(
        [
            Csv.Number(step.Step), step.Stage, step.Committed ? "1" : "0",
            Csv.Number(step.Loss / Math.Max(1, step.TargetTokens)),
            Csv.Number(step.Tokens / Math.Max(seconds, 1e-9)), Csv.Number(seconds),
            Csv.Number(step.Tokens), Csv.Number(step.TargetTokens), Csv.Number(step.GradientNorm), Csv.Number(step.Clip),
            Csv.Number(step.Rate), Csv.Number(step.Temperature), Csv.Number(step.MicroBatches), Csv.Number(step.Retried),
            .. categories.Names.Select(name => byCategory.TryGetValue(name, out var loss) ? Csv.Number(loss) : ""),
        ]));
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation) => stopwatch.Skip();

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static bool StepOf(string line, out long step) => long.TryParse(
        line.AsSpan(0, Math.Max(0, line.IndexOf(','))), NumberStyles.None, CultureInfo.InvariantCulture, out step);
}
