using Moe.Actors.Placement;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>What a simulated training did.</summary>
public sealed record ThroughputResult
{
    /// <summary>Every step that ended, in the order of time, replayed ones again.</summary>
    public required IReadOnlyList<StepFigures> Steps { get; init; }

    /// <summary>Every loss of a node that was made good.</summary>
    public required IReadOnlyList<RecoveryFigures> Recoveries { get; init; }

    /// <summary>The first placement.</summary>
    public required PlacementPlan Placement { get; init; }

    /// <summary>Bytes a step that the planner was told go between layers.</summary>
    public required double Traffic { get; init; }

    /// <summary>Virtual seconds of the whole run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Tokens of committed steps.</summary>
    public required double Tokens { get; init; }

    /// <summary>Bytes that crossed between nodes.</summary>
    public required double Bytes { get; init; }

    /// <summary>Time that work waited for a lane, and bytes for a link, of all micro-batches together.</summary>
    public required (double Lanes, double Links) Waited { get; init; }

    /// <summary>Micro-batches that ended.</summary>
    public required long MicroBatches { get; init; }

    /// <summary>Events that were simulated.</summary>
    public required long Events { get; init; }

    /// <summary>Experts moved or made anew after the first placement.</summary>
    public required int Moves { get; init; }
}
