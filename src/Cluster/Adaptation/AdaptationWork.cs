using Moe.Actors.Coordinator;
using Moe.Actors.Lanes;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Curriculum.Adaptation;
using Moe.Model;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Route = Moe.Model.Routing.Route;

namespace Moe.Cluster.Adaptation;

/// <summary>
/// A grid of few-shot adaptations, worked off by every lane of every process that was started on the same folder. Whoever sees
/// the last job done writes the tables; all write the same.
/// </summary>
internal sealed class AdaptationWork(TrainedRun run, AdaptationSettings settings, string folder, TextWriter output, TimeProvider time)
    : IDisposable
{
    /// <summary>The file with the grid's settings.</summary>
    public const string SettingsFile = "adaptation.hocon";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<AdaptationJob> jobs = AdaptationJob.Of(UnseenTasks.Named(run, settings.Tasks), settings);
    private readonly Dictionary<string, UnseenRoute> routes = [];
    private readonly ManualResetEventSlim stopping = new();
    private RoutedModel source = run.Model;
    private int finished;

    /// <summary>Works until every job is done, here or elsewhere, and writes the tables.</summary>
    /// <returns>Whether all is done; false when it was stopped before.</returns>
    public async Task<bool> RunAsync(CancellationToken stopped)
    {
        AdaptationFolder.Keep(folder, $"# {run.Folder}, step {run.Step}\n{AdaptationSections.Canonical(settings)}");
        JobFolder shared = new(
            folder, $"{Environment.MachineName}-{Environment.ProcessId}-{time.GetTimestamp()}", time,
            TimeSpan.FromSeconds(settings.LeaseSeconds));
        // A sample that is missing is told now, and not after an hour of work.
        foreach (var job in jobs.DistinctBy(job => (job.Task, job.Seed)))
            _ = FewShotRows.Read(run.Data.Gym, job.Task, job.Seed, settings.TestRows);
        await run.Lanes.Main.Run(LaneUrgency.Forward, Prepare);
        finished = jobs.Count(job => shared.Result(job.Name) is not null);
        if (finished > 0) output.WriteLine($"{finished} of {jobs.Count} jobs are done already");
        using var wake = stopped.Register(stopping.Set);
        await Task.WhenAll(Enumerable.Range(0, run.Lanes.Main.Count).Select(_ => run.Lanes.Main.Run(
            LaneUrgency.Forward, () => Work(shared, stopped))));
        if (jobs.Any(job => shared.Result(job.Name) is null)) return false;
        AdaptationTables.Write(folder, run, settings,
            [.. jobs.Select(job => AdaptationScore.Parse(shared.Result(job.Name)!))], output);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        stopping.Dispose();
        if (!ReferenceEquals(source, run.Model)) source.Dispose();
    }

    private bool Prepare()
    {
        if (settings.Start == StartingWeights.Initial) source = InitialModel.Of(run.Settings, run.Lanes.Device);
        else if (settings.Route == UnseenRouteKind.Merged) source = run.MergeExperts();
        using var vectors = settings.TaskVectors is { } given ? TaskVectorFiles.Load(given, false, TorchSharp.torch.CPU) : null;
        var unseen = run.Unseen();
        foreach (var task in jobs.Select(job => job.Task).Distinct())
        {
            routes[task] = settings.Start == StartingWeights.Initial
                ? UnseenRoute.FirstPath(run.Model.Shape)
                : unseen.Of(settings.Route, task, vectors);
        }
        return true;
    }

    // One lane: takes what is free, and waits for what others have, since they may die.
    private bool Work(JobFolder shared, CancellationToken stopped)
    {
        while (!stopped.IsCancellationRequested)
        {
            var open = jobs.Where(job => shared.Result(job.Name) is null).ToList();
            if (open.Count == 0) break;
            if (!open.Any(job => Try(shared, job, stopped))) stopping.Wait(BetweenLooks);
        }
        return true;
    }

    private bool Try(JobFolder shared, AdaptationJob job, CancellationToken stopped)
    {
        if (stopped.IsCancellationRequested) return false;
        using var claim = shared.TryClaim(job.Name);
        if (claim is null) return false;
        try
        {
            var score = Run(job, stopped);
            shared.Finish(job.Name, score.Line());
            output.WriteLine(
                $"{Interlocked.Increment(ref finished)}/{jobs.Count} {job.Name}: dev {Csv.Number(score.Dev ?? double.NaN)}, " +
                $"test {Csv.Number(score.Test ?? double.NaN)} ({Csv.Number(score.Seconds)} s)");
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // Given back by the claim's end.
        }
        return true;
    }

    private AdaptationScore Run(AdaptationJob job, CancellationToken stopped)
    {
        var started = time.GetTimestamp();
        FineTuning tuning = new(run.Data.Tokenizer, TuningSettings.Of(run.Settings.Optimization) with
        {
            Steps = settings.Steps,
            WarmupSteps = settings.WarmupSteps,
            EvaluateEvery = settings.EvaluateEvery,
            RouteRate = settings.RouteRate,
            Seed = (ulong)job.Seed,
        }, RunEvaluator.SettingsOf(run.Settings) with { Rows = 0 });
        var rows = FewShotRows.Read(run.Data.Gym, job.Task, job.Seed, settings.TestRows);
        var result = tuning.Run(source, routes[job.Task], rows, job.Rate, job.BatchRows, stopped);
        double? OrNull(double score) => double.IsNaN(score) ? null : score;
        return new AdaptationScore(job.Task, job.Seed, job.Rate, job.BatchRows, OrNull(result.Dev), OrNull(result.Test), result.Step,
            Math.Round(time.GetElapsedTime(started).TotalSeconds, 2));
    }
}
