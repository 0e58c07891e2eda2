using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Moe.Cluster.Runs;
using Moe.Cluster.Tracing;
using Moe.Model.Failures;

namespace Moe.Cluster.Cli;

/// <summary>trace.</summary>
internal static class TraceCommand
{
    private const int StepsNamed = 20;

    /// <summary>The command.</summary>
    public static Verb Create()
    {
        Argument<long> step = new("STEP") { Description = "The step." };
        var run = RunOptions.ExistingRun();
        Verb verb = new("trace",
            "Prints where a step's time went, as a timeline: the way of its first micro-batch through routers and experts and back, " +
            "Prepare and Commit, node by node. Steps are followed as training.node.trace-every says.",
            "./cluster trace 100 --run runs/first")
        {
            step, run,
        };
        return verb.Does(parsed =>
        {
            foreach (var line in Timeline(parsed.GetRequiredValue(run), parsed.GetValue(step)))
                parsed.InvocationConfiguration.Output.WriteLine(line);
            return ExitCode.Success;
        });
    }

    private static IReadOnlyList<string> Timeline(string run, long step)
    {
        var folder = Path.Combine(run, RunFiles.Trace);
        var spans = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl").SelectMany(Read).ToList() : [];
        var asked = spans.Where(span => span.Step == step).ToList();
        return asked.Count > 0 ? TraceTimeline.Of(asked) : throw new EnvironmentException(
            $"{folder} has no spans of step {step}, expected a step that was followed. {Kept(spans)}");
    }

    private static string Kept(List<SpanLine> spans)
    {
        var steps = spans.Select(span => span.Step).Distinct().Order().ToList();
        if (steps.Count == 0) return "None is kept: train with --set training.node.trace-every=N to follow every Nth.";
        var left = steps.Count > StepsNamed ? "..., " : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"Name one of the {steps.Count} that are kept: {left}{string.Join(", ", steps.TakeLast(StepsNamed))}.");
    }

    // A node may be writing its file: half a line at the end is none yet.
    private static IEnumerable<SpanLine> Read(string path)
    {
        using var file = TextFiles.OpenBesideWriter(path);
        using StreamReader reader = new(file, Encoding.UTF8);
        var text = reader.ReadToEnd();
        try
        {
            return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(SpanLine.Parse)];
        }
        catch (JsonException failure)
        {
            throw new EnvironmentException($"{path} holds something that is no span: {failure.Message} Remove the file.", failure);
        }
    }
}
