using Moe.Actors.Simulation;
using Xunit;

namespace Moe.Chaos.Specs.Kernel;

public sealed class SimulatedClusterSpecs
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly SimulationKernel kernel = new(3);
    private readonly SimulatedCluster cluster;

    public SimulatedClusterSpecs() => cluster = new SimulatedCluster(kernel);

    [Fact]
    public void Processes_answer_each_other_over_the_network()
    {
        var asker = new ScriptedProcess(null, new SimulatedEffect.Send(new ProcessAddress("b", "answerer"), "how much"));
        var answerer = new ScriptedProcess(_ => [new SimulatedEffect.Send(new ProcessAddress("a", "asker"), 42)]);
        cluster.Add("b", 1, _ => [("answerer", answerer)]);
        cluster.Add("a", 1, _ => [("asker", asker)]);
        kernel.RunFor(Second);

        Assert.Equal("how much", answerer.Heard.Single().Message);
        Assert.Equal(42, asker.Heard.Single().Message);
    }

    [Fact]
    public void A_lane_computes_one_thing_at_a_time_and_two_lanes_two()
    {
        var work = Enumerable.Range(0, 3).Select(i => (SimulatedEffect)new SimulatedEffect.Compute(Second, i)).ToArray();
        var (one, two) = (new ScriptedProcess(null, work), new ScriptedProcess(null, work));
        cluster.Add("one", 1, _ => [("worker", one)]);
        cluster.Add("two", 2, _ => [("worker", two)]);
        kernel.RunFor(10 * Second);

        Assert.Equal([1, 2, 3], one.Heard.Select(heard => heard.At.TotalSeconds));
        Assert.Equal([1, 1, 2], two.Heard.Select(heard => heard.At.TotalSeconds));
    }

    [Fact]
    public void A_crash_ends_everything_a_node_was_doing_and_a_start_begins_a_new_life()
    {
        var lives = new List<ScriptedProcess>();
        var node = cluster.Add("a", 1, _ =>
        {
            lives.Add(new ScriptedProcess(null, new SimulatedEffect.Timer(Second, "timer"), new SimulatedEffect.Compute(Second, "work")));
            return [("process", lives[^1])];
        });
        kernel.RunFor(Second / 2);
        cluster.Crash("a");
        cluster.Tell(new ProcessAddress("a", "process"), "lost");
        kernel.RunFor(Second / 4);
        cluster.Start("a");
        kernel.RunFor(10 * Second);

        Assert.Equal(2, node.Life);
        Assert.Equal(1, cluster.DeadLetters);
        Assert.Empty(lives[0].Heard);
        Assert.Equal([("timer", 1.75), ("work", 1.75)], lives[1].Heard.Select(heard => ((string)heard.Message, heard.At.TotalSeconds)));
    }

    [Fact]
    public void A_successor_of_a_process_does_not_get_its_predecessors_timers()
    {
        var successor = new ScriptedProcess();
        var first = new ScriptedProcess(_ => [new SimulatedEffect.Spawn("process", successor)], new SimulatedEffect.Timer(Second, "timer"));
        cluster.Add("a", 1, _ => [("process", first)]);
        cluster.Tell(new ProcessAddress("a", "process"), "be replaced");
        kernel.RunFor(10 * Second);

        Assert.Empty(successor.Heard);
        Assert.Equal(["be replaced"], first.Heard.Select(heard => heard.Message));
    }

    [Fact]
    public void Disk_operations_end_one_after_the_other_and_those_of_a_crashed_life_never()
    {
        cluster.Disks = new DiskConditions { BytesPerSecond = 10, Delay = TimeSpan.Zero };
        var writer = new ScriptedProcess(null,
            new SimulatedEffect.Disk(new DiskOperation.Write("one", new byte[10]), "one"),
            new SimulatedEffect.Disk(new DiskOperation.Write("two", new byte[10]), "two"));
        var node = cluster.Add("a", 1, started => started.Life == 1 ? [("writer", writer)] : []);
        kernel.RunFor(1.5 * Second);
        Assert.Equal(["one"], node.Disk.Files);
        cluster.Crash("a");
        cluster.Start("a");
        kernel.RunFor(10 * Second);

        Assert.DoesNotContain("two", node.Disk.Files);
        Assert.Equal(["one"], writer.Heard.Select(heard => heard.Message));
    }

    [Fact]
    public void Random_faults_repeat_from_their_seed_and_end_in_calm()
    {
        var (first, again, other) = (Troubled(9), Troubled(9), Troubled(10));

        Assert.Equal(first.Hash, again.Hash);
        Assert.NotEqual(first.Hash, other.Hash);
        Assert.True(first.Faults.Count is { Crashes: > 3, Partitions: > 3 }, $"{first.Faults.Count}");
    }

    private static (ulong Hash, RandomFaults Faults) Troubled(ulong seed)
    {
        var kernel = new SimulationKernel(seed);
        var cluster = new SimulatedCluster(kernel);
        var names = new[] { "a", "b", "c", "d" };
        foreach (var name in names)
        {
            var others = names.Where(other => other != name)
                .Select(other => (SimulatedEffect)new SimulatedEffect.Send(new ProcessAddress(other, "talker"), "tick")).ToArray();
            cluster.Add(name, 1, _ => [("talker", new ScriptedProcess(
                message => message is "beat" ? [.. others, new SimulatedEffect.Timer(Second / 10, "beat")] : [],
                new SimulatedEffect.Timer(Second / 10, "beat")))]);
        }
        var faults = new RandomFaults(kernel, cluster, new FaultSettings
        {
            Duration = 60 * Second,
            CrashEvery = 5 * Second,
            PartitionEvery = 5 * Second,
            DownMax = 2,
            Links = new LinkConditions { Loss = 0.1, Duplication = 0.1, Reordering = 0.1 },
        });
        faults.Begin();
        kernel.RunFor(61 * Second);
        Assert.True(faults.IsOver);
        Assert.All(cluster.Nodes, node => Assert.True(node.IsUp));
        Assert.All(names, from => Assert.All(names, to => Assert.False(cluster.Network.IsCut(from, to))));
        return (kernel.TraceHash, faults);
    }
}
