using System.Text.Json.Serialization;
using Moe.Actors.Coordinator;

namespace Moe.Cluster.Runs;

/// <summary>A run as its coordinator last saw it: the content of status.json.</summary>
internal sealed record RunStatus
{
    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The node whose coordinator wrote it.</summary>
    public required string Coordinator { get; init; }

    /// <summary>What the coordinator was doing.</summary>
    public RunPhase Phase { get; init; }

    /// <summary>The last thing that happened: step, or the kind of an event.</summary>
    public required string Last { get; init; }

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps of the run.</summary>
    public required long PlannedSteps { get; init; }

    /// <summary>Name of the stage.</summary>
    public required string Stage { get; init; }

    /// <summary>The coordinator's epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>How often nodes were lost, over the whole run.</summary>
    public required int NodesLost { get; init; }

    /// <summary>How often the run went on from a snapshot or a checkpoint, over the whole run.</summary>
    public required int Recoveries { get; init; }

    /// <summary>How often experts moved without loss, over the whole run.</summary>
    public int Moves { get; init; }

    /// <summary>
    /// Whether who wrote it neither handed over nor came to an end: it was lost with its node, and nobody was there to say so.
    /// </summary>
    [JsonIgnore]
    public bool IsUnfinished => Step < PlannedSteps && Last is not (RunEvents.HandedOver or RunEvents.Ended or RunEvents.Failed);

    /// <summary>The nodes.</summary>
    public required IReadOnlyList<MemberStatus> Members { get; init; }

    /// <summary>The experts.</summary>
    public required IReadOnlyList<ExpertStatus> Experts { get; init; }
}

/// <summary>A node of the run.</summary>
/// <param name="Node">Its address.</param>
/// <param name="Leaving">Whether it asked to be emptied.</param>
/// <param name="Experts">How many experts live there.</param>
internal sealed record MemberStatus(string Node, bool Leaving, int Experts);

/// <summary>An expert of the run.</summary>
/// <param name="Expert">Its name.</param>
/// <param name="Node">Where it lives.</param>
/// <param name="Version">Steps that its weights have seen.</param>
/// <param name="MicroBatches">Micro-batches it took part in since the coordinator took office.</param>
/// <param name="Off">Whether its slot is off: no route leads through it.</param>
internal sealed record ExpertStatus(string Expert, string Node, long Version, long MicroBatches, bool Off = false);
