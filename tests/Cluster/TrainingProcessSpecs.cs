using System.Text.Json;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>The program from its command line to its run folder.</summary>
public sealed class TrainingProcessSpecs : IDisposable
{
    private const int Interrupted = 130;

    private readonly WorkFolder work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task A_run_leaves_everything_that_was_promised()
    {
        var (code, output, error) = await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run")]);

        Assert.True(code == 0, output + error);
        foreach (var file in new[]
                 {
                     "run.hocon", "ledger.jsonl", "metrics.csv", "scores.csv", "routes.csv", "routes.svg", "loss.svg", "report.md",
                     "report.json",
                 })
        {
            Assert.True(new FileInfo(work.File("run", file)).Length > 0, file);
        }
        Assert.Equal(13, File.ReadAllLines(work.File("run", "metrics.csv")).Length);
        Assert.Equal(5, File.ReadAllLines(work.File("run", "scores.csv")).Length);
        Assert.Equal(3, Directory.GetDirectories(work.File("run", "checkpoints")).Length);
        var report = JsonDocument.Parse(File.ReadAllText(work.File("run", "report.json"))).RootElement;
        Assert.Equal(12, report.GetProperty("steps").GetInt32());
        Assert.Equal(4, report.GetProperty("by_task").EnumerateObject().Count());
        Assert.Equal(2, report.GetProperty("by_category").EnumerateObject().Count());
        foreach (var number in new[]
                 {
                     "mean_dev_score", "mean_test_score", "mean_trivial_dev", "mean_better_trivial_dev", "tokens_per_s", "seconds",
                 })
            Assert.Equal(JsonValueKind.Number, report.GetProperty(number).ValueKind);
        Assert.Contains("report: " + Path.Combine("run", "report.md"), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_file_written_by_a_run_leads_to_the_same_bits_whatever_the_lanes()
    {
        await Succeeds([.. WorkFolder.Train("one")]);
        await Succeeds("train", "--config", "one/run.hocon", "--run", "two",
            "--set", "training.node.lanes=3", "--set", "training.node.in-flight=4", "--set", "training.node.http-port=-1");
        await Succeeds([.. WorkFolder.Train("three", "--set", "training.run.seed=7")]);

        var same = await NodeProcess.RunAsync(work.Path, "verify", "one", "two");
        var different = await NodeProcess.RunAsync(work.Path, "verify", "one", "three");

        Assert.True(same.Code == 0, same.Output + same.Error);
        Assert.Equal(1, different.Code);
        Assert.Matches(@"different: \S+\.safetensors: tensor \S+ F32\[\d+\] differs first at element \d+", different.Output);
    }

    [Fact]
    public async Task Killed_at_many_moments_and_resumed_it_ends_with_the_same_bits()
    {
        await Succeeds([.. WorkFolder.Train("whole")]);

        // Each life is killed at another event: while it starts, trains, writes checkpoints, grows, scores.
        string[] moments =
        [
            "run folder", "stage", "checkpoint", "run folder", "checkpoint", "grown", "resumed", "step 9", "ended", "dev score",
        ];
        foreach (var moment in moments)
        {
            using var node = NodeProcess.Start(work.Path, [.. WorkFolder.Train("killed", "--resume")]);
            await node.SaysOrEndsAsync(moment);
            node.Kill();
            await node.EndAsync();
        }
        await Succeeds([.. WorkFolder.Train("killed", "--resume")]);

        var (code, output, _) = await NodeProcess.RunAsync(work.Path, "verify", "whole", "killed");
        Assert.True(code == 0, output);
        Assert.Equal(13, File.ReadAllLines(work.File("killed", "metrics.csv")).Length);
    }

    [Fact]
    public async Task Asked_to_end_it_finishes_the_step_writes_a_checkpoint_and_can_go_on()
    {
        string[] longer = ["--steps", "400"];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        using (var node = NodeProcess.Start(work.Path, [.. WorkFolder.Train("stopped", longer)]))
        {
            await node.SaysAsync("checkpoint");
            node.Terminate();

            Assert.Equal(Interrupted, await node.EndAsync());
            Assert.Contains("--run stopped --resume", node.Output, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(work.File("stopped", "report.md")));

        await Succeeds("train", "--run", "stopped", "--resume", "--set", "training.node.http-port=-1");

        var (code, output, _) = await NodeProcess.RunAsync(work.Path, "verify", "whole", "stopped");
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Other_settings_cannot_go_on_with_a_run()
    {
        await Succeeds([.. WorkFolder.Train("run")]);

        var (code, _, error) = await NodeProcess.RunAsync(
            work.Path, [.. WorkFolder.Train("run", "--resume", "--set", "training.run.seed=7")]);

        Assert.Equal(8, code);
        Assert.Contains("training.run.seed: 42 -> 7", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_checkpoint_is_named_and_the_one_before_it_is_used()
    {
        await Succeeds([.. WorkFolder.Train("whole")]);
        await Succeeds([.. WorkFolder.Train("run")]);
        var part = work.File("run", "checkpoints", "step-00000012", "encoder.0.1.safetensors");
        var bytes = File.ReadAllBytes(part);
        bytes[^1] ^= 1;
        File.WriteAllBytes(part, bytes);

        var resumed = await NodeProcess.RunAsync(work.Path, [.. WorkFolder.Train("run", "--resume")]);

        Assert.True(resumed.Code == 0, resumed.Output + resumed.Error);
        Assert.Contains(Path.Combine("step-00000012", "encoder.0.1.safetensors") + " is damaged", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await NodeProcess.RunAsync(work.Path, "verify", "whole", "run")).Code);
    }

    [Fact]
    public async Task Metrics_and_health_answer_while_it_trains()
    {
        using var node = NodeProcess.Start(work.Path,
            [.. WorkFolder.Train("run", "--steps", "2000", "--set", "training.node.http-port=0")]);
        var address = (await node.SaysAsync("metrics: ")).Split("metrics: ")[1];
        await node.SaysAsync("checkpoint");
        using HttpClient client = new() { BaseAddress = new Uri(address) };

        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        Assert.Contains("moe_steps_total{outcome=\"committed\"}", metrics, StringComparison.Ordinal);
        Assert.Equal("live\n", await client.GetStringAsync("/health/live", TestContext.Current.CancellationToken));
        Assert.Equal("ready\n", await client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_trained_run_can_be_scored_shown_and_exported()
    {
        await Succeeds([.. WorkFolder.Train("run")]);

        var scored = await Succeeds("eval", "--run", "run", "--rows", "test");
        var shown = await Succeeds("inspect", "run/checkpoints/step-00000012");
        await Succeeds("export", "--run", "run", "--task", "colour", "--out", "colour-bart");
        var imported = await Succeeds("import", "colour-bart", "--experts", "2");

        Assert.Contains("mean test score over 4 tasks at step 12", scored, StringComparison.Ordinal);
        Assert.Contains("vocabulary.safetensors", shown, StringComparison.Ordinal);
        Assert.Contains("2 experts", imported, StringComparison.Ordinal);
        var (code, _, error) = await NodeProcess.RunAsync(work.Path, "export", "--run", "run", "--task", "color", "--out", "x");
        Assert.Equal(4, code);
        Assert.Contains("colour", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_starts_from_the_routes_that_a_first_one_learned()
    {
        await Succeeds([.. WorkFolder.Train("first")]);
        await Succeeds("export", "--run", "first", "--task-vectors", "routes");
        // Rates of 0: the second run ends with the router that it starts from.
        await Succeeds([.. WorkFolder.Train("second",
            "--set", "training.run.router.task-embedding-folder=routes",
            "--set", "training.run.router.network-file=routes/router.safetensors",
            "--set", "training.run.optimization.router-rate=0", "--set", "training.run.optimization.task-embedding-rate=0")]);
        await Succeeds("export", "--run", "second", "--task-vectors", "again");

        foreach (var file in Directory.GetFiles(work.File("routes")))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(work.File("again", Path.GetFileName(file))));
        // What a run started from is not asked for again: its checkpoints have it.
        Directory.Delete(work.File("routes"), recursive: true);
        await Succeeds("eval", "--run", "second");
    }

    private async Task<string> Succeeds(params string[] arguments)
    {
        var (code, output, error) = await NodeProcess.RunAsync(work.Path, arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)} ended with {code}\n{output}\n{error}");
        return output;
    }
}
