using Moe.Actors;
using Moe.Actors.Ports;
using Moe.Actors.Simulation.Invariants;
using Moe.Model;

namespace Moe.Chaos.Specs.Training;

/// <summary>What a simulated training has shown so far, with the invariants that watch it.</summary>
internal sealed class TrainingRecord
{
    public ExactlyOnce ExactlyOnce { get; } = new();

    public VersionsOnlyGrow Versions { get; } = new();

    public OneOwner Owners { get; } = new();

    public WholeCheckpoints Checkpoints { get; } = new();

    public List<StepRecord> Steps { get; } = [];

    public RunOutcome? Outcome { get; set; }

    /// <summary>What every expert has learned, as a number folded over what it added.</summary>
    public SortedDictionary<ExpertId, ulong> Weights { get; } = [];
}
