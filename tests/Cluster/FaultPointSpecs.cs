using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>
/// At every fault point of docs/testing.md the node that passes it kills itself, as in a power cut; the other two go on, and the run
/// ends with the bits of one that nothing happened to. A few of them each time; `make faults` takes all.
/// </summary>
public sealed class FaultPointSpecs : ClusterSpecs
{
    private const int Killed = 137;

    // Quicker to notice a loss than a real cluster should be: these runs are short.
    private static readonly string[] Settings =
    [
        "--steps", "60", "--set", "training.node.snapshot-every=2",
        "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=1500ms",
        "--set", "akka.cluster.split-brain-resolver.stable-after=1s", "--set", "akka.cluster.down-removal-margin=100ms",
    ];

    // The point with its pass, and the node that is armed: the first has the coordinator.
    private static readonly (string Fault, int Node)[] All =
    [
        ("gradient-added:40", 1), ("gradient-measured:25", 2), ("update-applied:31", 1), ("state-restored:1", 2), ("sibling-taken:1", 1),
        ("state-copied:9", 2), ("part-written:5", 1), ("snapshot-kept:20", 2), ("micro-batch-through:8", 1), ("epoch-created:1", 0),
        ("restore-sent:4", 0), ("commit-sent:38", 0), ("routes-updated:9", 0), ("step-ended:12", 0), ("manifest-written:3", 0),
        ("manifest-renamed:4", 0),
    ];

    private static readonly string[] Sample = ["commit-sent:38", "snapshot-kept:20", "manifest-written:3"];

    public static TheoryData<string, int> Faults => [.. All.Where(one =>
        Sample.Contains(one.Fault) || Environment.GetEnvironmentVariable("MOE_FAULTS") == "all")];

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Faults))]
    public async Task A_node_that_dies_at_a_fault_point_costs_no_bit(string fault, int armed)
    {
        await Succeeds([.. WorkFolder.Train("whole", "--steps", "60")]);
        var ports = FreePorts(3);
        var nodes = Enumerable.Range(0, 3).Select(node => NodeProcess.StartUnder($"export MOE_FAULT={(node == armed ? fault : "")}",
            Work.Path, Arguments("run", ports, node, [.. Settings, "--nodes-min", "3"]))).ToArray();
        try
        {
            foreach (var (node, process) in nodes.Index())
            {
                var code = await process.EndAsync();
                Assert.True(code == (node == armed ? Killed : 0), $"node {node}: {code}\n{process.Output}\n{process.Error}");
            }
            Assert.Contains("this process kills itself", nodes[armed].Error, StringComparison.Ordinal);
            await HaveTheSameBits("whole", "run");
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }
}
