using System.Text.Json;
using Moe.Analysis.Routes;
using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>
/// A run as anybody can see it who has its folder: followed through the files that the coordinator writes, whichever node that is. So
/// every node shows the same, also when the coordinator is lost or there is none. Files are looked at when somebody asks, at most five
/// times a second; a node at whose page nobody looks does nothing.
/// </summary>
internal sealed class RunView
{
    private const int PointsMost = 1000, EntriesMost = 1000;

    // Of a ledger longer than this, some hundred thousand steps, only the end is shown.
    private const long LedgerBytesMost = 256L << 20;
    private const int BytesAtOnce = 4 << 20;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    // What other addresses give.
    private static readonly string[] LeftOut = ["by_task", "scores"];

    private readonly Lock gate = new();
    private readonly string folder, node;
    private readonly TaskCategories categories;
    private readonly TimeProvider time;
    private readonly LedgerTail ledger;
    private readonly NewestRoutes routes;
    private readonly ProgressLine progress;
    private readonly LossHistory losses = new(PointsMost);
    private readonly ScoreBook scores;
    private readonly Queue<LedgerEntry> entries = [];
    private RunStatus? status;
    private DateTimeOffset? lastAt;
    private string? over;
    private string stage = "";
    private long steps;
    private long? lookedAt;

    /// <summary>Makes a view of a run that may not have begun.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="node">What this node is called.</param>
    /// <param name="categories">Categories of the tasks.</param>
    /// <param name="plannedSteps">Steps of the run.</param>
    /// <param name="time">The clock.</param>
    public RunView(string folder, string node, TaskCategories categories, long plannedSteps, TimeProvider time)
    {
        (this.folder, this.node, this.categories, this.time) = (folder, node, categories, time);
        var path = Path.Combine(folder, RunFiles.Ledger);
        ledger = new LedgerTail(path, LedgerTail.StartOfLast(path, LedgerBytesMost), BytesAtOnce);
        routes = new NewestRoutes(Path.Combine(folder, RunFiles.RouteFolder, RunFiles.RouteHistory));
        progress = new ProgressLine(categories, plannedSteps);
        scores = new ScoreBook(categories);
    }

    /// <summary>The run at a glance.</summary>
    public RunSummary Summary() => Look(() => new RunSummary
    {
        Name = Path.GetFileName(Path.GetFullPath(folder)),
        Node = node,
        Phase = over ?? JsonNamingPolicy.SnakeCaseLower.ConvertName((status?.Phase ?? default).ToString()),
        Step = steps,
        PlannedSteps = progress.Planned,
        Stage = stage,
        Epoch = status?.Epoch ?? -1,
        Coordinator = status?.Coordinator ?? "",
        Loss = Finite(progress.Loss),
        TokensPerSecond = Finite(progress.TokensPerSecond),
        SecondsLeft = over is null ? progress.Left?.TotalSeconds : null,
        NodesLost = status?.NodesLost ?? 0,
        Recoveries = status?.Recoveries ?? 0,
        Moves = status?.Moves ?? 0,
        SecondsQuiet = lastAt is { } at ? Math.Max(0, Math.Round((time.GetUtcNow() - at).TotalSeconds, 1)) : null,
    });

    /// <summary>Members and experts, as the coordinator last wrote them.</summary>
    public ClusterMap Map() => Look(() => ClusterMap.Of(status, node));

    /// <summary>Loss over steps.</summary>
    /// <param name="from">Points that end before this step are left out.</param>
    /// <param name="category">A category, for its tasks; null: for the categories.</param>
    public LossCurves Losses(long from, string? category) => Look(() => losses.Read(
        from, task => category is null ? categories.Of(task) : categories.Of(task) == category ? task : null));

    /// <summary>Scores by task and category.</summary>
    public ScoreTables Scores() => Look(scores.Read);

    /// <summary>The routes of the last checkpoint; null before the first.</summary>
    public RouteTable? Routes() => Look(() => routes.Read());

    /// <summary>What happened lately, oldest first; steps only where they were voided.</summary>
    /// <param name="after">Only what came after the entry of this number.</param>
    /// <param name="most">How many; of more, the newest.</param>
    public IReadOnlyList<LedgerEntry> Ledger(long after, int most) =>
        Look(() => entries.Where(entry => entry.Id > after).TakeLast(most).ToArray());

    private T Look<T>(Func<T> read)
    {
        lock (gate)
        {
            if (lookedAt is not { } at || time.GetElapsedTime(at) >= Every)
            {
                while (ledger.Read() is { Count: > 0 } lines)
                {
                    foreach (var line in lines) Take(line);
                }
                status = StatusFile.ReadOrForget(Path.Combine(folder, RunFiles.Status)) ?? status;
                lookedAt = time.GetTimestamp();
            }
            return read();
        }
    }

    private void Take(LedgerLine line)
    {
        var before = lastAt;
        lastAt = line.At;
        steps = line.Step;
        switch (line.Kind)
        {
            case LedgerLine.StepKind:
                steps = line.Step + 1;
                TakeStep(line, before);
                return;
            case LedgerLine.EvaluationKind:
                scores.Add(line.AsEvaluation());
                break;
            case RunEvents.Ended or RunEvents.Failed:
                over = line.Kind;
                break;
            case RunEvents.Started or RunEvents.Resumed or RunEvents.Recovered:
                over = null;
                break;
        }
        Enter(line);
    }

    // A step has taken the time since the line before it: whatever else happens has a line of its own.
    private void TakeStep(LedgerLine line, DateTimeOffset? before)
    {
        var step = line.AsStep();
        stage = step.Stage;
        losses.Add(step.Step, step.ByTask);
        if (before is { } since) progress.Add(step, (line.At - since).TotalSeconds);
        if (!step.Committed) Enter(line);
    }

    private void Enter(LedgerLine line)
    {
        entries.Enqueue(new LedgerEntry(line.End, line.At, line.Kind, line.Step,
            line.Details.Where(detail => !LeftOut.Contains(detail.Name)).ToDictionary(detail => detail.Name, detail => detail.Value)));
        if (entries.Count > EntriesMost) entries.Dequeue();
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
