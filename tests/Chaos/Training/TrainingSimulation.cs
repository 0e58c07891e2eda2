using System.Text.Json;
using Moe.Actors;
using Moe.Actors.Placement;
using Moe.Actors.Simulation;
using Moe.Actors.Simulation.Invariants;
using Moe.Model;
using Moe.Unit.Specs.Actors;
using Xunit;

namespace Moe.Chaos.Specs.Training;

/// <summary>
/// A toy training in the simulator: the states of coordinator, routers and experts as processes of some nodes, experts where
/// the planner puts them, on a network that loses nothing. Every invariant looks on.
/// </summary>
internal sealed class TrainingSimulation
{
    private const string CoordinatorNode = "node-0";
    private readonly SimulationKernel kernel;
    private readonly SimulatedCluster cluster;
    private readonly ProgressAfterHealing progress = new(TimeSpan.FromSeconds(60));
    private readonly CoordinatorProcess coordinator;
    private readonly TrainingMap map;
    private readonly HashSet<string> seen = [];

    public TrainingSimulation(ulong seed, ulong planSeed, int nodes, int steps)
    {
        kernel = new SimulationKernel(seed);
        cluster = new SimulatedCluster(kernel) { Disks = new DiskConditions { SlowChance = 0.05 } };
        var names = Enumerable.Range(0, nodes).Select(i => $"node-{i}").ToArray();
        var routers = names.Select(name => new ProcessAddress(name, "router")).ToArray();
        map = new TrainingMap(Place(names), new ProcessAddress(CoordinatorNode, "coordinator"), routers);
        var settings = SmallRun.Settings(SmallRun.Stage("only", steps)) with { CheckpointEvery = 2 };
        coordinator = new CoordinatorProcess(settings, planSeed, map, Record);
        foreach (var name in names) cluster.Add(name, lanes: 2, Boot);
        kernel.AfterEvent = Look;
    }

    public TrainingRecord Record { get; } = new();

    public ulong TraceHash => kernel.TraceHash;

    public void Run()
    {
        Assert.True(kernel.RunUntil(() => Record.Outcome is not null, TimeSpan.FromHours(1)), $"seed {kernel.Seed} does not end");
        kernel.RunFor(TimeSpan.FromSeconds(10));
        foreach (var manifest in Manifests()) LookAt(manifest);
        foreach (var router in map.Routers) Assert.Equal(0, ((RouterProcess)cluster.Node(router.Node).Find(router.Process)!).OnTheWay);
        Assert.All(SmallRun.Shape.AllExperts(), expert => Assert.Equal(coordinator.Step, Record.Versions.Of(expert)));
    }

    private static PlacementPlan Place(string[] names) => new PlacementPlanner(new PlacementSettings()).Plan(
        [.. names.Select(name => new NodeCapabilities(name, name, [new NodeDevice("cpu", 1000, 1)]))],
        [.. SmallRun.Shape.AllExperts().Select(expert => new ExpertDemand(expert, 10, 1, []))],
        new Dictionary<ExpertId, IReadOnlyList<ExpertSeat>>(), new Dictionary<ExpertId, string>(), new Dictionary<ExpertId, int>());

    private IEnumerable<(string Process, ISimulatedProcess State)> Boot(SimulatedNode node)
    {
        foreach (var expert in SmallRun.Shape.AllExperts().Where(expert => map.Of(expert).Node == node.Name))
            yield return (expert.ToString(), new ExpertProcess(expert, Record, kernel.Draws("work")));
        yield return ("router", new RouterProcess(map, slots: 2));
        if (node.Name == CoordinatorNode) yield return ("coordinator", coordinator);
    }

    private void Look()
    {
        if (Record.Outcome is null) progress.Look(kernel.Now, isTroubled: false, coordinator.Step);
        foreach (var manifest in Manifests())
        {
            if (seen.Add(manifest)) LookAt(manifest);
        }
    }

    private IEnumerable<string> Manifests() => cluster.Node(CoordinatorNode).Disk.Files
        .Where(file => file.StartsWith(CoordinatorProcess.ManifestPrefix, StringComparison.Ordinal));

    private void LookAt(string manifest)
    {
        var step = manifest[CoordinatorProcess.ManifestPrefix.Length..];
        var content = cluster.Node(CoordinatorNode).Disk.Read(manifest)!;
        Record.Checkpoints.ManifestIsThere(manifest, JsonSerializer.Deserialize<Dictionary<string, ulong>>(content)!, part =>
        {
            var bytes = cluster.Node(map.Of(ExpertId.Parse(part)).Node).Disk.Read($"{step}/{part}");
            return bytes is null ? null : BitConverter.ToUInt64(bytes);
        });
    }
}
