using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Actors.Ports;
using Moe.Cluster.Checkpoints;
using Moe.Cluster.DataPlane;
using Moe.Cluster.DataPlane.Blocks;
using Moe.Cluster.Faults;
using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Moe.Cluster.Http;
using Moe.Cluster.Http.Dashboard;
using Moe.Cluster.Http.Operations;
using Moe.Cluster.Security;
using Moe.Cluster.Telemetry;
using Moe.Cluster.Tracing;
using Moe.Curriculum.Gym;
using Moe.Model;
using Moe.Model.Failures;
using Prometheus;
using Spectre.Console;

namespace Moe.Cluster.Hosting;

/// <summary>
/// One node's part in a run, alone or in a cluster: trains until the run's end or until it is released, and scores every task and
/// writes the report if the run's last coordinator was here.
/// </summary>
/// <param name="request">Which run.</param>
/// <param name="place">Its place in a cluster; null: it trains alone.</param>
/// <param name="output">Progress.</param>
/// <param name="error">Warnings.</param>
/// <param name="time">The clock.</param>
internal sealed class NodeSession(RunRequest request, ClusterPlace? place, TextWriter output, TextWriter error, TimeProvider time)
{
    private readonly string listener = Listeners.KeyAt(time.GetUtcNow());
    private volatile NodeHost? training;

    /// <summary>Runs it.</summary>
    /// <param name="leave">Cancelled to have this node leave the run.</param>
    /// <param name="stop">Cancelled to have the whole run stop.</param>
    public async Task<NodeEnd> RunAsync(CancellationToken leave, CancellationToken stop)
    {
        var fault = ArmedFault.Parse(Environment.GetEnvironmentVariable(ArmedFault.Variable), error.WriteLine);
        using var run = place is null ? PreparedRun.Open(request) : PreparedRun.Join(request, time);
        var (node, settings, folder) = (run.Configuration.Node, run.Settings, run.Folder);
        var hash = RunSettings.Hash(run.Configuration.Run);
        TaskCategories categories = new(run.Data.Gym);
        var registry = Metrics.NewCustomRegistry();
        NodeMeters meters = new(registry, hash, folder.Path, time);
        using AuditLog audit = new(folder.File(RunFiles.OfNode(RunFiles.Audit, Name())), Name(), time);
        using TraceFile traced = new(folder.File(RunFiles.OfNode(RunFiles.Trace, Name())), Name(), error.WriteLine);
        await using var server = await ServeAsync(run, registry, audit, categories);
        using var listening = server is null ? null
            : new Listeners(folder.File(RunFiles.Listeners)).Add(new Listener(server.Address, listener));
        if (place?.Warning(run.Configuration.Akka) is { } warning) error.WriteLine($"warning: {warning}");
        output.WriteLine($"run folder: {folder.Path}" +
            (server is null ? "" : $", dashboard: {server.Address}, metrics: {server.Address}metrics"));
        using ActorLogFile log = new(folder.File(RunFiles.OfNode(RunFiles.Actors, Name())), Name(), time, error.WriteLine);
        using RunOffice office = new(
            new RunOfficeSetup(folder, Name(), run.Content, run.Data.Gym.Folder, categories, settings.Model, settings.TotalSteps,
                [
                    new TrainingMeters(registry, settings, [.. run.Data.Training.Tasks.Select(task => task.Task.Name)], time),
                    new ExpertMeters(registry, settings.Replicas),
                    new ContinuityMeters(registry, () => StatusFile.ReadOrForget(folder.File(RunFiles.Status)), time),
                    new ConsoleProgress(Terminal(), categories, settings.TotalSteps, time),
                ], error.WriteLine, fault), time);
        // Alone, damage is found before anything is started; in a cluster the coordinator looks, wherever it is.
        if (place is null) _ = office.Durable();
        using var plane = place is null ? null : DataPlaneNode.Start(
            place.Over(node.DataPlane), hash, (ulong)time.GetUtcNow().UtcTicks, time, error.WriteLine);
        if (plane is not null) DataPlaneMeters.Show(registry, plane);
        var setup = Setup(run, hash, office, plane, fault) with { Experts = new ExpertWorkMeters(registry, time), Log = log };
        var outcome = await TrainAsync(setup, meters, leave, stop);
        // Whatever failed first in a folder that is gone, a checkpoint or the coordinator on another node: that is why.
        if (outcome is { End: RunEnd.Failed } failed && folder.Removed(failed.Failure) is { } gone)
            outcome = failed with { Failure = gone };
        // Whoever failed the run may be an observer: it is not asked again, so that nothing hides the cause.
        var end = outcome is null || outcome.End == RunEnd.Failed || !office.IsLast
            ? new NodeEnd(outcome, null)
            : await ConcludeAsync(outcome, run, hash, office);
        office.Leave();
        if (place is { Stays: true } && outcome is { End: RunEnd.Finished }) await StayAsync(leave);
        return end;
    }

    // A supervisor that starts anew whatever ends would have a finished run scored again and again. /metrics and /health still answer.
    private async Task StayAsync(CancellationToken leave)
    {
        output.WriteLine("the run is through: staying until a signal");
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listening = leave.Register(asked.SetResult);
        await asked.Task;
    }

    private async Task<NodeHttpServer?> ServeAsync(
        PreparedRun run, CollectorRegistry registry, AuditLog audit, TaskCategories categories)
    {
        if (run.Configuration.Node.HttpPort < 0) return null;
        RunView view = new(run.Folder.Path, Name(), categories, run.Settings.TotalSteps, time);
        try
        {
            return await NodeHttpServer.StartAsync(
                run.Configuration.Node, new HttpSurroundings(audit, time, error.WriteLine),
                new MetricsEndpoint(registry), new HealthEndpoints(() => training is not null),
                new OperationEndpoints(listener, Operate, () => new OperationFiles(run.Folder.File(RunFiles.Operations)).Newest),
                new DashboardEndpoints(view, new ActorLogs(run.Folder.File(RunFiles.Actors)), new EventStream(view, time)));
        }
        catch (MoeException)
        {
            run.GiveUp();
            throw;
        }
    }

    private Func<CoordinatorCommands.Operate, Task<CoordinatorEvents.Decided?>>? Operate() => training is { } host
        ? command => host.OperateAsync(command, OperationEndpoints.Patience)
        : null;

    private NodeSetup Setup(PreparedRun run, string hash, RunOffice office, DataPlaneNode? plane, ArmedFault? fault) => new()
    {
        Settings = run.Settings,
        RunHash = hash,
        RunText = RunSettings.Canonical(run.Configuration.Run),
        Node = run.Configuration.Node,
        Akka = place?.Over(run.Configuration.Akka) ?? run.Configuration.Akka,
        Data = run.Data.Training,
        Scorer = lanes => new RunEvaluator(
            run.Settings, run.Data.Gym, run.Data.Training, run.Data.Tokenizer, lanes.Main, lanes.Device),
        Checkpoints = new CheckpointStore(run.Folder.Checkpoints, run.Settings.CheckpointsKept, run.Content, fault),
        Faults = fault,
        Office = office,
        Channel = plane is null
            ? new InProcessTensorChannel()
            : new DataPlaneTensorChannel(plane, BlockCodec.Parse(run.Settings.TransferCodec)),
        DataAddress = plane?.Self.Address.ToString() ?? "",
        Watch = plane is null ? null : new PeerWatch(plane, time),
        Placing = new RunPlacing(run.Settings.Model, run.Settings.Replicas).Place,
        Pins = NodeSettingsReader.PinsOf(run.Configuration.Node, run.Settings.Model),
        Roles = place?.Roles ?? ClusterPlace.AllRoles,
        NodesMin = place?.NodesMin ?? 1,
        IsAlone = place is null,
        JoinsSelf = place is not { Seeds.Count: > 0 },
    };

    private async Task<RunOutcome?> TrainAsync(
        NodeSetup setup, NodeMeters meters, CancellationToken leave, CancellationToken stop)
    {
        await using var host = NodeHost.Start(setup);
        meters.Place(host.Address, setup.Roles);
        if (place is not null) output.WriteLine($"node: {host.Address}, roles: {string.Join(", ", place.Roles)}");
        await using var leaving = leave.Register(host.AskToLeave);
        await using var stopping = stop.Register(host.AskToStop);
        training = host;
        await Task.WhenAny(host.Ended, host.Released);
        training = null;
        return host.Ended.IsCompleted ? await host.Ended : null;
    }

    private async Task<NodeEnd> ConcludeAsync(RunOutcome outcome, PreparedRun run, string hash, RunOffice office)
    {
        var observer = office.Enter();
        observer.OnEvent(RunEvents.Ended, outcome.Steps, new Dictionary<string, object?> { ["how"] = outcome.End.ToString() });
        if (outcome.End != RunEnd.Finished) return new NodeEnd(outcome, null);
        using var trained = await TrainedRun.OpenAsync(
            run.Folder.Path, run.Settings, run.Data, run.Configuration.Node, error.WriteLine);
        var dev = await trained.ScoreAsync(SplitPart.Dev);
        observer.OnEvaluation(dev);
        var test = await trained.ScoreAsync(SplitPart.Test);
        observer.OnEvaluation(test);
        return new NodeEnd(outcome, ReportWriter.Write(run.Folder.Path, hash, trained, dev, test));
    }

    private string Name() => place is null ? Environment.MachineName : $"{place.Host}:{place.Port}";

    private IAnsiConsole Terminal() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
}
