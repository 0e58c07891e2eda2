using System.Globalization;
using Moe.Actors.Ports;
using Moe.Analysis.Routes;
using Moe.Model;

namespace Moe.Cluster.Runs;

/// <summary>
/// routes/history.csv: how much every expert serves every task, at every checkpoint. When a run goes on from a step, the rows after
/// it are removed; those of the step itself are what the run goes on from.
/// </summary>
internal sealed class RouteHistory : IRunObserver, IDisposable
{
    private readonly LineFile file;
    private readonly ModelShape shape;
    private readonly TaskCategories categories;
    private readonly HashSet<long> kept = [];

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="Model.Failures.EnvironmentException">It cannot be written.</exception>
    public RouteHistory(string folder, ModelShape shape, TaskCategories categories)
    {
        TextFiles.Told(folder, () => Directory.CreateDirectory(folder));
        (this.shape, this.categories) = (shape, categories);
        var path = Path.Combine(folder, RunFiles.RouteHistory);
        file = new LineFile(path);
        if (file.Length == 0) file.Append(RouteCsv.Header);
        KeepUpTo(long.MaxValue);
    }

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
        if (kind is RunEvents.Resumed or RunEvents.Started or RunEvents.Recovered) KeepUpTo(step);
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
    }

    /// <inheritdoc/>
    public void OnRoutes(RouteRecord routes)
    {
        // A checkpoint is written again when its last message was lost.
        if (!kept.Add(routes.Step)) return;
        StringWriter rows = new();
        RouteCsv.Append(rows, RouteTables.Of(routes.Step, routes.Shares, shape, categories));
        file.Append(rows.ToString().TrimEnd('\n'));
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void KeepUpTo(long last)
    {
        kept.Clear();
        file.Keep(line =>
        {
            var first = line.AsSpan(0, Math.Max(0, line.IndexOf(',')));
            if (!long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var step)) return true;
            if (step > last) return false;
            kept.Add(step);
            return true;
        });
    }
}
