using System.Globalization;
using Moe.Actors.Ports;
using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;
using Spectre.Console;

namespace Moe.Cluster.LocalCluster;

/// <summary>
/// A run trained by several node processes on this machine and shown as one: the ledger that whichever node is in office writes
/// is followed and told to the usual progress. Nodes that die are reported; the run goes on without them.
/// </summary>
/// <param name="request">The run.</param>
/// <param name="nodes">How many nodes.</param>
/// <param name="output">Progress.</param>
/// <param name="error">What happens to nodes.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalTraining(RunRequest request, int nodes, TextWriter output, TextWriter error, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    // A node leaves its cluster in order when the run is over; one that cannot is not waited for longer.
    private static readonly TimeSpan LeavingPatience = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> reported = [];
    private readonly LedgerTime ledgerTime = new();
    private DateTime? reportBefore;
    private long step;
    private bool ended;
    private bool failed;
    private bool stopped;

    /// <summary>Trains to the end.</summary>
    /// <param name="stop">Cancelled to stop the run.</param>
    /// <param name="started">Called with the nodes once they are started, for who wants to end them at once.</param>
    /// <param name="each">Called with the nodes and the ledger's new lines every moment until the run is over.</param>
    public async Task<LocalTrainingEnd> RunAsync(
        CancellationToken stop, Action<ChildNodes> started, Action<ChildNodes, IReadOnlyList<LedgerLine>>? each = null)
    {
        using var run = PreparedRun.Open(request);
        run.Folder.Release();
        var ledger = run.Folder.File(RunFiles.Ledger);
        var report = run.Folder.File(RunFiles.ReportJson);
        reportBefore = WrittenAt(report);
        LedgerTail tail = new(ledger, File.Exists(ledger) ? new FileInfo(ledger).Length : 0);
        ConsoleProgress progress = new(
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }), new TaskCategories(run.Data.Gym),
            run.Settings.TotalSteps, ledgerTime);
        output.WriteLine($"run folder: {run.Folder.Path}, {nodes} nodes: {Path.Combine(run.Folder.Path, RunFiles.Nodes)}");
        using var children = ChildNodes.Start(request, run.Configuration, nodes);
        foreach (var node in children.Nodes) output.WriteLine($"{node.Name}: process {node.Id}, 127.0.0.1:{node.Port}");
        started(children);
        await using var asked = stop.Register(children.AskToStop);
        using PeriodicTimer timer = new(LookEvery, time);
        long? overSince = null;
        do
        {
            var lines = tail.Read();
            foreach (var line in lines) Show(line, progress);
            if (stopped || failed || WrittenAt(report) != reportBefore) overSince ??= time.GetTimestamp();
            if (!ended && !failed) each?.Invoke(children, lines);
            Report(children, stop.IsCancellationRequested);
            if (overSince is { } since && time.GetElapsedTime(since) > LeavingPatience) children.Kill();
        }
        while (children.Nodes.Any(node => node.IsRunning) && await timer.WaitForNextTickAsync(CancellationToken.None));
        foreach (var line in tail.Read()) Show(line, progress);
        return End(children, report);
    }

    private void Show(LedgerLine line, ConsoleProgress progress)
    {
        failed |= line.Kind == RunEvents.Failed;
        ended |= line.Kind == RunEvents.Ended;
        stopped |= line.Kind == RunEvents.Ended && line.Text("how") == nameof(Moe.Actors.RunEnd.Stopped);
        step = line.Kind == LedgerLine.StepKind ? line.Step + 1 : line.Step;
        ledgerTime.Now = line.At;
        line.Tell(progress);
    }

    private void Report(ChildNodes children, bool stopping)
    {
        foreach (var node in children.Nodes)
        {
            if (node.IsRunning) reported.Remove(node.Name);
            else if (node.Code is { } code && reported.Add(node.Name) && !((ended || stopping) && code == 0))
            {
                error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{node.Name} has ended with exit code {code}, {children.Nodes.Count(other => other.IsRunning)} nodes are left; " +
                    $"its output is in {node.LogPath}"));
            }
        }
    }

    private LocalTrainingEnd End(ChildNodes children, string report)
    {
        if (WrittenAt(report) != reportBefore) return new LocalTrainingEnd(LocalOutcome.Finished, step, 0, null);
        if (stopped) return new LocalTrainingEnd(LocalOutcome.Stopped, step, 0, null);
        // The node of the coordinator says why; the others only point to it.
        var cause = children.Nodes.Where(node => node.LastError is not null && node.Code is > 0 and < 128)
            .OrderBy(node => node.LastError!.Contains("coordinator's node", StringComparison.Ordinal)).FirstOrDefault();
        return new LocalTrainingEnd(LocalOutcome.Failed, step, cause?.Code ?? 0, cause?.LastError);
    }

    private static DateTime? WrittenAt(string file) => File.Exists(file) ? File.GetLastWriteTimeUtc(file) : null;
}
