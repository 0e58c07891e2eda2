using Moe.Cluster.Faults;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>
/// At every fault point of docs/testing.md the node that passes it kills itself, as in a power cut; the other two go on, and the run
/// ends with the bits of one that nothing happened to. A few of them each time; `make faults` takes all.
/// </summary>
public sealed class FaultPointSpecs : ClusterSpecs
{
    private const int Killed = 137;

    // Which are taken: all, or those whose name begins so.
    private const string Variable = "MOE_FAULTS";

    private static readonly string[] Settings = ["--set", "training.node.snapshot-every=2", .. NoticesSoon];

    // A point with its pass, and the node that is armed: the first has the coordinator.
    private static readonly (string Fault, int Node)[] AllHere =
    [
        ("gradient-added:40", 1), ("gradient-measured:25", 2), ("update-applied:31", 1), ("state-restored:1", 2), ("sibling-taken:1", 1),
        ("state-copied:9", 2), ("part-written:5", 1), ("snapshot-kept:20", 2), ("micro-batch-through:8", 1), ("restore-sent:4", 0),
        ("commit-sent:38", 0), ("routes-updated:9", 0), ("step-ended:12", 0), ("manifest-written:3", 0), ("manifest-renamed:4", 0),
    ];

    // The same while experts move to the third node, which comes when the run is under way.
    private static readonly (string Fault, int Node)[] Moving = [("epoch-created:2", 0), ("snapshot-kept:1", 2), ("snapshot-asked:1", 2)];

    private static readonly string[] Sample = ["commit-sent:38", "snapshot-kept:20", "epoch-created:2"];

    public static TheoryData<string, int> Taken => [.. AllHere.Concat(Moving).Where(one =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } wanted
            ? wanted == "all" || one.Fault.StartsWith(wanted, StringComparison.Ordinal)
            : Sample.Contains(one.Fault))];

    [Fact]
    public void Every_point_is_tried() =>
        Assert.Empty(ArmedFault.Points.Keys.Except(AllHere.Concat(Moving).Select(one => one.Fault.Split(':')[0])));

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Taken))]
    public Task A_node_that_dies_at_a_fault_point_costs_no_bit(string fault, int armed) =>
        Moving.Contains((fault, armed)) ? DieWhileExpertsMove(fault, armed) : DieWithAllHere(fault, armed);

    private async Task DieWithAllHere(string fault, int armed)
    {
        string[] short60 = ["--steps", "60"];
        await Succeeds([.. WorkFolder.Train("whole", short60)]);
        var ports = FreePorts(3);
        using var first = Armed(ports, 0, fault, armed, [.. short60, "--nodes-min", "3"]);
        using var second = Armed(ports, 1, fault, armed, [.. short60, "--nodes-min", "3"]);
        using var third = Armed(ports, 2, fault, armed, [.. short60, "--nodes-min", "3"]);

        await EndWithoutTheArmed([first, second, third], armed);
    }

    private async Task DieWhileExpertsMove(string fault, int armed)
    {
        string[] longer = ["--steps", "300"];
        await Succeeds([.. WorkFolder.Train("whole", longer)]);
        var ports = FreePorts(3);
        using var first = Armed(ports, 0, fault, armed, [.. longer, "--nodes-min", "2"]);
        using var second = Armed(ports, 1, fault, armed, [.. longer, "--nodes-min", "2"]);
        await first.SaysAsync("step 4: checkpoint");
        using var third = Armed(ports, 2, fault, armed, longer);

        await EndWithoutTheArmed([first, second, third], armed);
    }

    // With the vocabulary go the micro-batches: its node is one that dies without the coordinator.
    private NodeProcess Armed(IReadOnlyList<int> ports, int node, string fault, int armed, string[] more) => NodeProcess.StartUnder(
        $"export {ArmedFault.Variable}={(node == armed ? fault : "")}", Work.Path, Arguments("run", ports, node,
            [.. Settings, "--set", $"training.node.pins.vocabulary=\"127.0.0.1:{ports[1]}\"", .. more]));

    private async Task EndWithoutTheArmed(NodeProcess[] nodes, int armed)
    {
        foreach (var (node, process) in nodes.Index())
        {
            var code = await process.EndAsync();
            Assert.True(code == (node == armed ? Killed : 0), $"node {node}: {code}\n{process.Output}\n{process.Error}");
        }
        Assert.Contains("this process kills itself", nodes[armed].Error, StringComparison.Ordinal);
        await HaveTheSameBits("whole", "run");
    }
}
