using System.Globalization;
using Moe.Actors.Simulation.Throughput;
using Moe.Cluster.Reports;

namespace Moe.Cluster.Cli;

/// <summary>simulate.</summary>
internal static class SimulateCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var options = new SimulateOptions();
        var plot = RunOptions.Optional<string?>("--plot", "FILE", "Draws throughput and balance over time (SVG).");
        Verb verb = new("simulate",
            "Runs a training of a large cluster by what things cost: the protocol's own states and the planner, made-up tasks, " +
            "virtual time. No model is trained. docs/simulation.md says what the figures rest on and what they leave out.",
            "./cluster simulate --nodes 1000 --experts 10000",
            "./cluster simulate --nodes 100 --experts 1200 --kill-every 60 --plot build/losses.svg")
        {
            plot,
        };
        foreach (var option in options.All) verb.Add(option);
        return verb.Does(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var settings = options.Read(parsed);
            var begin = TimeProvider.System.GetTimestamp();
            var result = new ThroughputSimulation(settings).Run();
            var taken = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
            foreach (var line in SimulationReport.Lines(settings, result)) output.WriteLine(line);
            error.WriteLine(Text($"simulated {result.Steps.Count:N0} steps ({result.Seconds:F0} s, {result.Events:N0} events) ")
                + Text($"in {taken:F1} s, {60 * result.Steps.Count / taken:F0} steps a minute"));
            if (parsed.GetValue(plot) is { } file) File.WriteAllText(file, SimulationReport.Chart(settings, result));
            return ExitCode.Success;
        });
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
