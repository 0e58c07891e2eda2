using Moe.Actors.Tracing;
using Moe.Cluster.Cli;
using Moe.Cluster.Tracing;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Tracing;

public sealed class TraceFileSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder.File("trace", "node.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Spans_that_end_are_lines_and_the_command_shows_their_step()
    {
        using (TraceFile trace = new(File, "node", Warn))
        {
            using var step = TrainingSpans.BeginStep(800_001);
            TrainingSpans.Follow("forward", step!.Id, 800_001, null, () => 1)();
        }

        var (code, output, _) = await RunAsync("trace", "800001", "--run", folder.Path);
        Assert.Equal((int)ExitCode.Success, code);
        Assert.Contains("step 800001: ", output, StringComparison.Ordinal);
        Assert.Contains("  forward", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_is_not_kept_is_told_with_those_that_are()
    {
        using (TraceFile trace = new(File, "node", Warn))
        {
            foreach (var number in new[] { 800_020, 800_010 }) TrainingSpans.BeginStep(number)!.Dispose();
        }

        var (code, _, error) = await RunAsync("trace", "5", "--run", folder.Path);

        Assert.Equal((int)ExitCode.Environment, code);
        Assert.Contains("no spans of step 5", error, StringComparison.Ordinal);
        Assert.Contains("800010, 800020", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_traces_is_told_which_setting_makes_them()
    {
        var (_, _, error) = await RunAsync("trace", "5", "--run", folder.Path);

        Assert.Contains("training.node.trace-every=N", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_is_bounded_and_the_newest_steps_stay()
    {
        using TraceFile trace = new(File, "node", Warn, bytesMax: 4000);
        for (var step = 800_100; step < 800_400; step++) TrainingSpans.BeginStep(step)!.Dispose();

        Assert.InRange(new FileInfo(File).Length, 1, 4000);
        Assert.Contains(System.IO.File.ReadLines(File), line => SpanLine.Parse(line).Step == 800_399);
    }

    [Fact]
    public void A_file_that_cannot_be_written_ends_the_tracing_and_says_so_once()
    {
        folder.Write("trace", "a file where the folder should be");
        List<string> warnings = [];
        using TraceFile trace = new(File, "node", warnings.Add);

        for (var step = 0; step < 3; step++) TrainingSpans.BeginStep(800_500)!.Dispose();

        Assert.StartsWith("nothing is traced any more", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static void Warn(string line) => Assert.Fail(line);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        return (await CommandLine.RunAsync(arguments, output, error), output.ToString(), error.ToString());
    }
}
