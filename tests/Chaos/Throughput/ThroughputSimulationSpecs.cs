using System.Diagnostics;
using Moe.Actors.Benchmarks;
using Moe.Actors.Simulation.Throughput;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Chaos.Specs.Throughput;

/// <summary>The simulated cluster against what can be worked out by hand, and against itself with one thing changed.</summary>
public sealed class ThroughputSimulationSpecs
{
    private static readonly ThroughputSettings Small = new() { Nodes = 6, Experts = 96, Steps = 20, Seed = 7 };

    [Fact]
    public void One_node_takes_what_its_speed_says_and_the_update_of_its_buffers()
    {
        var alone = new ThroughputSettings
        {
            Nodes = 1,
            Experts = 12,
            Tasks = 1,
            Steps = 3,
            SpeedSpread = 0,
            MessageSeconds = 0,
            SnapshotEvery = 100,
        };
        var result = new ThroughputSimulation(alone).Run();

        var shape = BenchmarkShape.Of("base");
        var computing = 2.0 * shape.Rows * (shape.Source + shape.Target) / alone.TokensPerSecond;
        // Six encoder layers of 12 W^2, six decoder layers of 16 W^2, the vocabulary V W: 4 bytes measured, 28 updated.
        var parameters = (168.0 * 768 * 768) + (50265.0 * 768);
        var least = computing + (parameters * 32 / alone.MemoryBytesPerSecond);
        Assert.All(result.Steps, step => Assert.InRange(step.Seconds, least * 0.999, least * 1.001));
        Assert.Equal(0, result.Bytes);
        Assert.Equal(3 * 2.0 * shape.TokensPerStep, result.Tokens);
    }

    [Fact]
    public void The_same_settings_give_the_same_run_and_another_seed_another()
    {
        var (one, again, other) = (Run(Small), Run(Small), Run(Small with { Seed = 8 }));

        Assert.Equal(one.Steps, again.Steps);
        Assert.NotEqual(one.Seconds, other.Seconds);
    }

    [Fact]
    public void A_faster_link_helps_and_an_endless_one_leaves_only_computing()
    {
        var slow = Run(Small with { LinkBytesPerSecond = 1e8 });
        var fast = Run(Small with { LinkBytesPerSecond = 1e9 });
        var endless = Run(Small with { LinkBytesPerSecond = 1e15, LinkLatencySeconds = 0 });

        Assert.True(slow.Seconds > 1.5 * fast.Seconds, $"{slow.Seconds} s, {fast.Seconds} s");
        Assert.True(fast.Seconds > endless.Seconds, $"{fast.Seconds} s, {endless.Seconds} s");
        Assert.InRange(endless.Waited.Links, 0, 1e-3);
    }

    [Fact]
    public void No_node_computes_more_than_its_lanes_can()
    {
        var result = Run(Small with { Lanes = 2 });

        var mean = result.Tokens / Small.Steps / Small.Nodes / Small.TokensPerSecond;
        // The busiest of six nodes does its balance times the mean, on two lanes that make up its speed together.
        Assert.All(result.Steps, step => Assert.True(
            step.Running + step.Preparing >= step.Balance * mean * 0.9, $"{step} for {mean * step.Balance} s of work"));
    }

    [Fact]
    public void Twice_the_cluster_does_nearly_twice_the_work()
    {
        var six = Run(Small);
        var twelve = Run(Small with { Nodes = 12, Experts = 192 });

        Assert.InRange(twelve.Tokens / twelve.Seconds / (six.Tokens / six.Seconds), 1.6, 2.2);
    }

    [Fact]
    public void Processes_that_share_cores_take_turns()
    {
        var work = Small with { SpeedSpread = 0, LinkBytesPerSecond = 1e15, LinkLatencySeconds = 0, MessageSeconds = 0 };
        var (apart, shared) = (Run(work), Run(work with { SharedCores = 2 }));

        // Six nodes' work on two cores; apart, the steps wait for the busiest of six.
        Assert.InRange(shared.Seconds / apart.Seconds, 1.2, 3.05);
        var least = shared.Tokens / work.TokensPerSecond / 2;
        Assert.True(shared.Seconds > least, $"{shared.Seconds} s for {least} s of work on two cores");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_lost_node_is_noticed_restored_and_replayed(ulong seed)
    {
        var settings = Small with { Seed = seed, Steps = 150, KillEverySeconds = 25, DownSeconds = 10, CheckpointEvery = 30 };
        var (calm, troubled) = (Run(settings with { KillEverySeconds = 0 }), Run(settings));

        Assert.NotEmpty(troubled.Recoveries);
        Assert.Equal(calm.Tokens, troubled.Tokens);
        Assert.Equal(settings.Steps, troubled.Steps.Select(step => step.Step).Distinct().Count());
        Assert.Equal(troubled.Steps.Count - settings.Steps, troubled.Recoveries.Sum(recovery => recovery.StepsReplayed));
        Assert.All(troubled.Recoveries.Where(recovery => recovery.Experts > 0), recovery =>
        {
            Assert.True(recovery.Seconds > settings.DetectSeconds, $"{recovery}");
            Assert.True(recovery.StepsReplayed >= 0, $"{recovery}");
        });
        Assert.True(troubled.Moves > 0 && troubled.Seconds > calm.Seconds);
    }

    [Fact]
    public void The_loss_of_the_coordinators_node_is_made_good_too()
    {
        var settings = Small with { Nodes = 2, Steps = 200, KillEverySeconds = 30, DownSeconds = 8 };
        var result = Run(settings);

        // The coordinator begins on the first node, and is killed with it.
        Assert.Contains(result.Recoveries, recovery => recovery.Node == "node-00000");
        Assert.Equal(settings.Steps, result.Steps.Select(step => step.Step).Distinct().Count());
    }

    [Fact]
    public void A_thousand_nodes_and_ten_thousand_experts_run_a_hundred_steps_a_minute()
    {
        var simulation = new ThroughputSimulation(new ThroughputSettings { Nodes = 1000, Experts = 10_000, Steps = 5 });
        var running = Stopwatch.StartNew();
        var result = simulation.Run();

        TestContext.Current.TestOutputHelper!.WriteLine($"{5 / running.Elapsed.TotalMinutes:F0} steps a minute, {result.Events} events");
        // A twentieth of what is promised, for machines that are slow or busy.
        Assert.True(running.Elapsed < TimeSpan.FromSeconds(60), $"five steps took {running.Elapsed}");
    }

    [Fact]
    public void What_no_cluster_can_have_is_refused_with_the_option()
    {
        AssertRefused("--experts", Small with { Experts = 11 });
        AssertRefused("--shared-cores", Small with { SharedCores = 0 });
        AssertRefused("--link-gbps", Small with { LinkBytesPerSecond = 0 });
        AssertRefused("--kill-every", Small with { KillEverySeconds = -1 });
        Assert.Contains("bytes", Assert.Throws<EnvironmentException>(
            () => Run(Small with { MemoryBytes = 1e9 })).Message, StringComparison.Ordinal);
    }

    private static ThroughputResult Run(ThroughputSettings settings) => new ThroughputSimulation(settings).Run();

    private static void AssertRefused(string option, ThroughputSettings settings) => Assert.Contains(
        option, Assert.Throws<ConfigurationException>(() => new ThroughputSimulation(settings)).Message, StringComparison.Ordinal);
}
