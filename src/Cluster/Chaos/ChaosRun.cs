using System.Globalization;
using Moe.Cluster.Hosting;
using Moe.Cluster.LocalCluster;
using Moe.Cluster.Runs;
using Moe.Cluster.Verification;
using Moe.Model.Failures;

namespace Moe.Cluster.Chaos;

/// <summary>
/// The protocol: the same run twice on a local cluster, undisturbed and with nodes killed and started again; what the kills cost,
/// and whether both end with the same bits.
/// </summary>
/// <param name="settings">How nodes are killed.</param>
/// <param name="request">The run; its folder gets one folder for each of the two.</param>
/// <param name="baseline">An undisturbed run of the same settings that is there already, or null.</param>
/// <param name="output">Progress and figures.</param>
/// <param name="error">What happens to nodes.</param>
/// <param name="time">The clock.</param>
internal sealed class ChaosRun(
    ChaosSettings settings, RunRequest request, string? baseline, TextWriter output, TextWriter error, TimeProvider time)
{
    private const string Undisturbed = "undisturbed";
    private const string Disturbed = "disturbed";

    /// <summary>Runs it.</summary>
    /// <returns>Whether the bits are the same; null: one of the runs did not finish, and the end that it had.</returns>
    public async Task<(bool? Same, LocalTrainingEnd End)> RunAsync(CancellationToken stop, Action<ChildNodes> started)
    {
        if (baseline is not null) RequireSame(baseline);
        var whole = baseline ?? Path.Combine(request.RunFolder, Undisturbed);
        if (baseline is null)
        {
            output.WriteLine("the undisturbed run:");
            var undisturbed = await Training(whole).RunAsync(stop, started);
            if (undisturbed.Outcome != LocalOutcome.Finished) return (null, undisturbed);
        }
        output.WriteLine("the disturbed run:");
        Disturber disturber = new(settings, output, time);
        var folder = Path.Combine(request.RunFolder, Disturbed);
        var end = await Training(folder).RunAsync(stop, started, disturber.Look);
        if (end.Outcome != LocalOutcome.Finished) return (null, end);
        Print(ChaosFigures.Of(Lines(folder), Lines(whole), disturber.Kills), disturber);
        var result = CheckpointComparison.Compare(whole, folder, error.WriteLine);
        output.WriteLine(result.Difference is { } difference
            ? $"final weights differ from the undisturbed run's: {difference}"
            : string.Create(CultureInfo.InvariantCulture,
                $"final weights are those of the undisturbed run: {result.Tensors} tensors, {result.Bytes} bytes, every bit equal"));
        return (result.Difference is null, end);
    }

    private LocalTraining Training(string folder) => new(request with { RunFolder = folder }, settings.Nodes, output, error, time);

    private static List<LedgerLine> Lines(string folder) =>
        [.. File.ReadLines(Path.Combine(folder, RunFiles.Ledger)).Select(line => LedgerLine.Parse(line))];

    private void RequireSame(string folder)
    {
        var differences = RunSettings.Differences(RunFolder.ReadSettings(folder), request.Configuration().Run);
        if (differences.Count == 0) return;
        throw new ConfigurationException(
            $"--baseline {folder} is another run: {string.Join("; ", differences)}. Name a finished run with the same settings, or " +
            "leave --baseline out.");
    }

    private void Print(ChaosFigures figures, Disturber disturber)
    {
        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
        Line($"nodes: {settings.Nodes}, killed: {disturber.Kills.Count}, one every {settings.KillEvery.TotalSeconds:F0} s");
        Line($"nodes that ended by themselves and were started again: {disturber.EndedThemselves}");
        Line($"steps: {figures.Committed} committed, {figures.Computed} computed, {figures.Recoveries} recoveries");
        Line($"time: {figures.Seconds:F1} s, undisturbed {figures.UndisturbedSeconds:F1} s, efficiency {figures.Efficiency:F3}");
        Line($"from a kill to the next committed step: median {figures.MedianSeconds:F1} s, worst {figures.WorstSeconds:F1} s");
    }
}
