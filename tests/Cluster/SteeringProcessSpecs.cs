using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>Real processes that are steered by commands while they train.</summary>
public sealed partial class SteeringProcessSpecs : ClusterSpecs
{
    private const int Interrupted = 130, Refused = 1, Environment = 7;

    [Fact(Timeout = Limit)]
    public async Task Three_nodes_that_are_paused_emptied_and_moved_about_end_with_the_bits_of_one_process()
    {
        string[] longer = ["--steps", "800"];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        var ports = FreePorts(3);
        string[] three = [.. longer, "--nodes-min", "3", "--set", "training.node.http-port=0"];
        using var first = Node("shared", ports, 0, three);
        using var second = Node("shared", ports, 1, three);
        using var third = Node("shared", ports, 2, three);
        await first.SaysAsync("step 20: checkpoint");

        var paused = await Operate("pause");
        await Operate("checkpoint");
        await Operate("pin", "encoder.0.1", $"127.0.0.1:{ports[2]}");
        await Operate("move", "vocabulary", $"127.0.0.1:{ports[0]}");
        await Operate("drain", $"127.0.0.1:{ports[1]}");
        Assert.True(await second.EndAsync() == 0, second.Output + second.Error);
        Assert.Contains("released", second.Output, StringComparison.Ordinal);
        Assert.Equal(paused, StepsDone());
        await Operate("resume");

        Assert.True(await first.EndAsync() == 0, first.Output + first.Error);
        Assert.True(await third.EndAsync() == 0, third.Output + third.Error);
        await HaveTheSameBits("whole", "shared");
        var ledger = Ledger("shared");
        Assert.Equal(["pause", "checkpoint", "pin", "move", "drain", "resume"],
            ledger.Where(line => Kind(line) == "operation").Select(line => line.GetProperty("operation").GetString()));
        Assert.Contains(ledger, line => Kind(line) == "checkpoint" && line.GetProperty("step").GetInt64() == paused);
        var status = await Succeeds("status", "--run", "shared");
        Assert.Matches($@"encoder\.0\.1 .*:{ports[2]} ", status);
    }

    [Fact(Timeout = Limit)]
    public async Task What_changes_the_weights_is_done_again_at_its_own_step_when_a_run_goes_back()
    {
        string[] kept =
        [
            "--steps", "3000", "--set", "training.run.checkpoint-every=100", "--set", "training.run.checkpoints-kept=1000",
            "--set", "training.node.http-port=0",
        ];
        long frozen;
        using (var run = NodeProcess.Start(Work.Path, WorkFolder.Train("shared", kept)))
        {
            await run.SaysAsync("step 100: checkpoint");
            frozen = await Operate("freeze", "encoder.0.0");
            await Operate("quarantine", "upper");
            var sampled = await Operate("sampler", "uniform");
            await run.SaysAsync(string.Create(CultureInfo.InvariantCulture, $"step {(sampled / 100 * 100) + 200}: checkpoint"));
            run.Terminate();
            Assert.True(await run.EndAsync() == Interrupted, run.Output + run.Error);
        }
        Work.Copy("shared", "back");
        foreach (var checkpoint in Directory.GetDirectories(Work.File("back", "checkpoints")).Where(path => StepOf(path) > 100))
            Directory.Delete(checkpoint, recursive: true);

        foreach (var run in (string[])["shared", "back"])
            await Succeeds("train", "--run", run, "--resume", "--set", "training.node.http-port=-1");

        await HaveTheSameBits("shared", "back");
        Assert.Equal(100, Ledger("back").Last(line => Kind(line) == "resumed").GetProperty("step").GetInt64());
        byte[] PartAt(long step) => File.ReadAllBytes(Work.File("back", "checkpoints", $"step-{step:D8}", "encoder.0.0.safetensors"));
        var first = (frozen + 99) / 100 * 100;
        Assert.Equal(PartAt(first), PartAt(3000));
        Assert.NotEqual(PartAt(first), PartAt(100));
        var after = Ledger("back").Where(line => Kind(line) == "step").TakeLast(100);
        Assert.DoesNotContain(after, line => line.GetProperty("by_task").TryGetProperty("upper", out _));
    }

    [Fact(Timeout = Limit)]
    public async Task A_drain_that_is_asked_for_while_the_coordinator_dies_is_done_by_the_next_one()
    {
        var ports = FreePorts(3);
        string[] three = ["--steps", "200000", "--nodes-min", "3", "--set", "training.node.http-port=0", .. NoticesSoon];
        using var first = Node("shared", ports, 0, three);
        using var second = Node("shared", ports, 1, three);
        using var third = Node("shared", ports, 2, three);
        await first.SaysAsync("step 20: checkpoint");

        // It holds what it is asked, and answers nobody any more.
        first.StandStill();
        var drain = Operate("drain", $"127.0.0.1:{ports[1]}");
        first.Kill();

        Assert.True(await drain >= 0);
        Assert.True(await second.EndAsync() == 0, second.Output + second.Error);
        Assert.Contains("released", second.Output, StringComparison.Ordinal);
        Assert.Single(Ledger("shared"), line => Kind(line) == "operation");
    }

    [Fact(Timeout = Limit)]
    public async Task What_cannot_be_done_is_refused_with_what_is_there()
    {
        var (code, _, error) = await NodeProcess.RunAsync(Work.Path, "pause", "--run", "nowhere", "--why", "a spec");
        Assert.Equal(Environment, code);
        Assert.Contains("no node says", error, StringComparison.Ordinal);

        using var run = NodeProcess.Start(
            Work.Path, WorkFolder.Train("shared", "--steps", "5000", "--set", "training.node.http-port=0"));
        await run.SaysAsync("step 2: checkpoint");
        foreach (var (line, said) in ((string, string)[])[
            ("freeze encoder.7.0", "expected one of vocabulary, encoder.0.0"), ("drain elsewhere", "expected one of akka.tcp://moe@"),
            ("sampler fair", "expected one of proportional"), ("replicate vocabulary 2", "training.run.replicas"),
            ("undo 9", "no operation 9")])
        {
            (code, _, error) = await NodeProcess.RunAsync(
                Work.Path, [.. line.Split(' '), "--run", "shared", "--why", "a spec"]);
            Assert.True(code == Refused, error);
            Assert.Contains(said, error, StringComparison.Ordinal);
        }
    }

    // The step from which on it has an effect.
    private async Task<long> Operate(params string[] operation)
    {
        var output = await Succeeds([.. operation, "--run", "shared", "--why", "a spec"]);
        return long.Parse(FromStep().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private long StepsDone() => Ledger("shared").Last(line => Kind(line) == "step").GetProperty("step").GetInt64() + 1;

    private JsonElement[] Ledger(string run) =>
        [.. File.ReadAllLines(Work.File(run, "ledger.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Kind(JsonElement line) => line.GetProperty("kind").GetString();

    private static long StepOf(string checkpoint) =>
        long.Parse(Path.GetFileName(checkpoint)["step-".Length..], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"from step (\d+) on")]
    private static partial Regex FromStep();
}
