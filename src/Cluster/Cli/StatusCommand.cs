using System.Globalization;
using System.Text.Json;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Cli;

/// <summary>status.</summary>
internal static class StatusCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RunOptions.ExistingRun();
        Verb verb = new("status",
            "Prints a run's members, its experts with place, version, load and whether they are off, its step, epoch and recoveries, as " +
            "its coordinator last wrote them.",
            "./cluster status --run runs/first")
        {
            run,
        };
        return verb.Does(parsed =>
        {
            Print(Read(parsed.GetRequiredValue(run)), TimeProvider.System.GetUtcNow(), parsed.InvocationConfiguration.Output);
            return ExitCode.Success;
        });
    }

    /// <summary>Prints a status.</summary>
    internal static void Print(RunStatus status, DateTimeOffset now, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"step {status.Step}/{status.PlannedSteps}  {status.Stage}  epoch {status.Epoch}  nodes lost {status.NodesLost}  " +
            $"recoveries {status.Recoveries}  moves {status.Moves}  last: {status.Last}, {(now - status.At).TotalSeconds:F0} s ago, " +
            $"by {status.Coordinator}"));
        foreach (var member in status.Members)
            output.WriteLine($"node    {member.Node}  {member.Experts} experts{(member.Leaving ? "  leaving" : "")}");
        var all = Math.Max(1, status.Experts.Sum(expert => expert.MicroBatches));
        foreach (var expert in status.Experts)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"expert  {expert.Expert,-14} {expert.Node}  version {expert.Version}  " +
                $"{expert.MicroBatches} micro-batches ({100.0 * expert.MicroBatches / all:F1} %){(expert.Off ? "  off" : "")}"));
        }
    }

    private static RunStatus Read(string folder)
    {
        var path = Path.Combine(folder, RunFiles.Status);
        try
        {
            return StatusFile.Read(path) ?? throw new EnvironmentException(
                $"{path} is not there, expected what a run's coordinator writes from its first event on. Name the folder of a run " +
                "that is being trained or was, with --run.");
        }
        catch (JsonException failure)
        {
            throw new EnvironmentException(
                $"{path} cannot be read: {failure.Message} A run that is being trained writes it anew every second.", failure);
        }
    }
}
