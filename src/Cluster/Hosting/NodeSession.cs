using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.Placement;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Model.Failures;
using Prometheus;
using Spectre.Console;

namespace Moe.Cluster.Hosting;

/// <summary>
/// One node's part in a run, alone or in a cluster: prepares data and run folder, trains until the run's end or until it is
/// released, and scores every task and writes the report if the run's last coordinator was here.
/// </summary>
/// <param name="request">Which run.</param>
/// <param name="place">Its place in a cluster; null: it trains alone.</param>
/// <param name="output">Progress.</param>
/// <param name="error">Warnings.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeSession(RunRequest request, ClusterPlace? place, TextWriter output, TextWriter error, TimeProvider time)
{
    // The first node of a cluster makes the vocabulary while the others wait.
    private static readonly TimeSpan PreparationPatience = TimeSpan.FromMinutes(10);

    private volatile bool training;
    private bool started;

    /// <summary>Runs it.</summary>
    /// <param name="asked">Cancelled to have it stop (alone) or leave (in a cluster).</param>
    public async Task<NodeEnd> RunAsync(CancellationToken asked)
    {
        var configuration = request.Configuration();
        TorchLibrary.Require();
        var gym = TaskGym.Open(configuration.Run.Curriculum.GymFolder);
        _ = gym.Partition(configuration.Run.Curriculum.Split);
        using var folder = place is null
            ? RunFolder.Open(request.RunFolder, configuration.Run, request.Resume)
            : RunFolder.Join(request.RunFolder, configuration.Run, time, PreparationPatience);
        try
        {
            var content = GymContent.Of(gym, configuration.Run.Curriculum);
            RunPreparation.KeepGym(content, gym.Folder, folder.File(RunFiles.Gym));
            var (settings, data) = RunPreparation.Prepare(configuration.Run, gym, folder.Path);
            TrainingHost.Check(settings, data);
            if (place is not null) folder.Release();
            return await RunAsync(configuration, settings, data, content, folder, asked);
        }
        catch (MoeException) when (!folder.HasRun && !started)
        {
            // Nothing was trained: a next try finds the folder as this one did.
            if (folder.IsHeld) folder.Clear();
            throw;
        }
    }

    private async Task<NodeEnd> RunAsync(
        NodeConfiguration configuration, TrainingSettings settings, RunData data, IReadOnlyDictionary<string, string> content,
        RunFolder folder, CancellationToken asked)
    {
        var node = configuration.Node;
        var hash = RunSettings.Hash(configuration.Run);
        TaskCategories categories = new(data.Gym);
        var registry = Metrics.NewCustomRegistry();
        await using var server = node.HttpPort < 0 ? null : await MetricsServer.StartAsync(node, registry, () => training);
        output.WriteLine($"run folder: {folder.Path}{(server is null ? "" : $", metrics: {server.Address}metrics")}");
        using RunOffice office = new(
            new RunOfficeSetup(folder, Name(), content, data.Gym.Folder, categories, settings.TotalSteps,
                [
                    new TrainingMeters(registry, hash, settings.TotalSteps, time),
                    new ConsoleProgress(Terminal(), categories, settings.TotalSteps, time),
                ], error.WriteLine), time);
        // Alone, damage is found before anything is started; in a cluster the coordinator looks, wherever it is.
        if (place is null) _ = office.Durable();
        NodeSetup setup = new()
        {
            Settings = settings,
            RunHash = hash,
            RunText = RunSettings.Canonical(configuration.Run),
            Node = node,
            Akka = place?.Over(configuration.Akka) ?? configuration.Akka,
            Data = data.Training,
            Scorer = lanes => new RunEvaluator(settings, data.Gym, data.Training, data.Tokenizer, lanes.Main, lanes.Device),
            Checkpoints = new CheckpointStore(folder.Checkpoints, settings.CheckpointsKept, content),
            Office = office,
            Placing = RunPlacing.Of(settings),
            Roles = place?.Roles ?? ClusterPlace.AllRoles,
            NodesMin = place?.NodesMin ?? 1,
            JoinsSelf = place is not { Seeds.Count: > 0 },
        };
        // From here on the folder may hold work; it is never cleared again, whatever fails.
        (started, training) = (true, true);
        var outcome = await TrainAsync(setup, asked);
        training = false;
        return await ConcludeAsync(outcome, office, settings, data, node, folder, hash);
    }

    private async Task<RunOutcome?> TrainAsync(NodeSetup setup, CancellationToken asked)
    {
        await using var host = NodeHost.Start(setup);
        if (place is not null) output.WriteLine($"node: {host.Address}, roles: {string.Join(", ", place.Roles)}");
        await using var wish = asked.Register(place is null ? host.AskToStop : host.AskToLeave);
        await Task.WhenAny(host.Ended, host.Released);
        return host.Ended.IsCompleted ? await host.Ended : null;
    }

    private async Task<NodeEnd> ConcludeAsync(
        RunOutcome? outcome, RunOffice office, TrainingSettings settings, RunData data, NodeSettings node, RunFolder folder, string hash)
    {
        // Whoever failed the run may be an observer: it is not asked again, so that nothing hides the cause.
        if (outcome is null || outcome.End == RunEnd.Failed || !office.IsLast) return new NodeEnd(outcome, null);
        var observer = office.Enter();
        observer.OnEvent(RunEvents.Ended, outcome.Steps, new Dictionary<string, object?> { ["how"] = outcome.End.ToString() });
        if (outcome.End != RunEnd.Finished) return new NodeEnd(outcome, null);
        using var trained = await TrainedRun.OpenAsync(folder.Path, settings, data, node, error.WriteLine);
        var dev = await trained.ScoreAsync(SplitPart.Dev);
        observer.OnEvaluation(dev);
        var test = await trained.ScoreAsync(SplitPart.Test);
        observer.OnEvaluation(test);
        return new NodeEnd(outcome, ReportWriter.Write(folder.Path, hash, trained, dev, test));
    }

    private string Name() => place is null ? Environment.MachineName : $"{place.Host}:{place.Port}";

    private IAnsiConsole Terminal() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
}
