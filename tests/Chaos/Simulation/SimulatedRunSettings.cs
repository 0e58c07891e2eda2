using Moe.Actors.Growth;
using Moe.Actors.Operations;
using Moe.Actors.Simulation;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>A simulated run: what it trains, and what goes wrong meanwhile.</summary>
internal sealed record SimulatedRunSettings
{
    public int Nodes { get; init; } = 4;

    public int Steps { get; init; } = 16;

    /// <summary>Replicas of every expert.</summary>
    public int Replicas { get; init; } = 1;

    public ulong PlanSeed { get; init; } = 11;

    public int SnapshotEvery { get; init; } = 3;

    /// <summary>Steps between looks at the placement, each of which may move an expert.</summary>
    public int PlacementEvery { get; init; } = 4;

    public int CheckpointEvery { get; init; } = 7;

    /// <summary>Probability that an operation throws.</summary>
    public double Failures { get; init; }

    /// <summary>Probability that a micro-batch's loss is not a number; part of the data.</summary>
    public double BadLosses { get; init; } = 0.04;

    /// <summary>Mean time between wishes of a node to leave; null: none wishes to.</summary>
    public TimeSpan? LeaveEvery { get; init; }

    /// <summary>Mean time between operations given at random; null: nobody gives any.</summary>
    public TimeSpan? OperateEvery { get; init; }

    /// <summary>Operations that are there from the beginning, each with its step.</summary>
    public IReadOnlyList<AcceptedOperation> Operations { get; init; } = [];

    /// <summary>The run's own policy for experts.</summary>
    public GrowthSettings Growth { get; init; } = new();

    public FaultSettings? Faults { get; init; }

    /// <summary>The same troubles for a run with replicas.</summary>
    public static SimulatedRunSettings WithReplicas(ulong seed) => Of(seed) with { Replicas = 2 + (int)(seed / 3 % 2) };

    /// <summary>Troubles by seed: crashes, partitions, bad links, nodes that leave, and all of it.</summary>
    public static SimulatedRunSettings Of(ulong seed)
    {
        var trouble = TimeSpan.FromSeconds(25);
        var bad = new LinkConditions { Loss = 0.01, Duplication = 0.02, Jitter = TimeSpan.FromMilliseconds(3) };
        // Harsher than a connection, which keeps its order: what is late here may come in another epoch.
        var late = bad with { Reordering = 0.03, ReorderedBy = TimeSpan.FromSeconds(4) };
        var settings = new SimulatedRunSettings { Nodes = 2 + (int)(seed / 5 % 4), Failures = seed % 3 == 0 ? 0.0005 : 0 };
        var crashes = new FaultSettings { Duration = trouble, CrashEvery = TimeSpan.FromSeconds(5), DownMax = 1 + (int)(seed / 7 % 2) };
        return (seed % 5) switch
        {
            0 => settings with { Faults = crashes },
            1 => settings with
            {
                Faults = new FaultSettings
                {
                    Duration = trouble,
                    PartitionEvery = TimeSpan.FromSeconds(5),
                    PartitionFor = TimeSpan.FromSeconds(2.5),
                }
            },
            2 => settings with { Faults = new FaultSettings { Duration = trouble, Links = late } },
            3 => settings with { Faults = new FaultSettings { Duration = trouble, Links = bad }, LeaveEvery = TimeSpan.FromSeconds(5) },
            _ => settings with
            {
                Faults = crashes with { Links = late, PartitionEvery = TimeSpan.FromSeconds(9), PartitionFor = TimeSpan.FromSeconds(2) },
                LeaveEvery = TimeSpan.FromSeconds(9),
            },
        };
    }
}
