using Moe.Actors;
using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
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
/// The train command: prepares data and run folder, trains until the end or a signal, and at the end scores every task
/// and writes the report.
/// </summary>
internal sealed class TrainingSession(TrainingRequest request, TextWriter output, TextWriter error, TimeProvider time)
{
    private volatile bool training;
    private bool started;

    /// <summary>Runs it.</summary>
    /// <returns>How training ended, and the report when it ran to its end.</returns>
    public async Task<(RunOutcome Outcome, RunReport? Report)> RunAsync()
    {
        var configuration = Configuration();
        TorchLibrary.Require();
        var gym = TaskGym.Open(configuration.Run.Curriculum.GymFolder);
        _ = gym.Partition(configuration.Run.Curriculum.Split);
        using var folder = RunFolder.Open(request.RunFolder, configuration.Run, request.Resume);
        try
        {
            var (settings, data) = RunPreparation.Prepare(configuration.Run, gym, folder.Path);
            return await RunAsync(configuration, settings, data, folder);
        }
        catch (MoeException) when (!folder.HasRun && !started)
        {
            // Nothing was trained: a next try finds the folder as this one did.
            folder.Clear();
            throw;
        }
    }

    // --resume alone goes on with the folder's own settings; what is given beside it is laid over them and must agree.
    private NodeConfiguration Configuration()
    {
        var kept = Path.Combine(request.RunFolder, RunFiles.Settings);
        var runFile = request.ConfigurationFile ?? (request.Resume && File.Exists(kept) ? kept : null);
        return NodeConfiguration.Read(NodeConfiguration.DefaultsFile(), runFile, request.Options, request.Steps);
    }

    private async Task<(RunOutcome, RunReport?)> RunAsync(
        NodeConfiguration configuration, TrainingSettings settings, RunData data, RunFolder folder)
    {
        var node = configuration.Node;
        var hash = RunSettings.Hash(configuration.Run);
        var content = GymContent.Of(data.Gym, settings.Curriculum);
        CheckpointStore checkpoints = new(folder.Checkpoints, settings.CheckpointsKept, content);
        var from = CheckpointReader.ToGoOnFrom(folder.Checkpoints, error.WriteLine);
        if (from is not null) GymContent.Require(from.Gym, content, data.Gym.Folder);
        TaskCategories categories = new(data.Gym);
        var registry = Metrics.NewCustomRegistry();
        using Ledger ledger = new(folder.File(RunFiles.Ledger), time);
        using MetricsCsv csv = new(folder.File(RunFiles.Metrics), categories, time);
        CompositeObserver observer = new(
            ledger, csv, new TrainingMeters(registry, hash, settings.TotalSteps, time),
            new ConsoleProgress(Terminal(), categories, settings.TotalSteps, time));
        await using var server = node.HttpPort < 0 ? null : await MetricsServer.StartAsync(node, registry, () => training);
        output.WriteLine($"run folder: {folder.Path}{(server is null ? "" : $", metrics: {server.Address}metrics")}");

        TrainingHost.Check(settings, data);
        // From here on the folder may hold work; it is never cleared again, whatever fails.
        (started, training) = (true, true);
        RunOutcome outcome;
        using (StopSignals signals = new(signal => error.WriteLine($"{signal}: finishing the step and writing a checkpoint")))
        {
            outcome = await TrainingHost.RunAsync(
                settings, node, configuration.Akka, data, checkpoints, hash, observer, from, signals.Asked);
        }
        training = false;
        // Whoever failed the run may be an observer: it is not asked again, so that nothing hides the cause.
        if (outcome.End == RunEnd.Failed) return (outcome, null);
        observer.OnEvent("ended", outcome.Steps, new Dictionary<string, object?> { ["how"] = outcome.End.ToString() });
        return outcome.End == RunEnd.Finished
            ? (outcome, await ReportAsync(settings, data, node, folder, hash, observer))
            : (outcome, null);
    }

    private async Task<RunReport> ReportAsync(
        TrainingSettings settings, RunData data, NodeSettings node, RunFolder folder, string hash, IRunObserver observer)
    {
        using var trained = await TrainedRun.OpenAsync(folder.Path, settings, data, node, error.WriteLine);
        var dev = await trained.ScoreAsync(SplitPart.Dev);
        observer.OnEvaluation(dev);
        var test = await trained.ScoreAsync(SplitPart.Test);
        observer.OnEvaluation(test);
        return ReportWriter.Write(folder.Path, hash, trained, dev, test);
    }

    private IAnsiConsole Terminal() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
}
