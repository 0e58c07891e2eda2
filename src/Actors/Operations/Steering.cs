using System.Collections.Immutable;
using Moe.Curriculum.Samplers;
using Moe.Model;

namespace Moe.Actors.Operations;

/// <summary>What the operations so far come to.</summary>
public sealed record Steering
{
    /// <summary>Before any operation.</summary>
    public static readonly Steering None = new();

    /// <summary>Whether no further step is begun.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The experts whose weights do not change.</summary>
    public ImmutableSortedSet<ExpertId> Frozen { get; init; } = [];

    /// <summary>The nodes of experts that are pinned.</summary>
    public ImmutableSortedDictionary<ExpertId, string> Pins { get; init; } = ImmutableSortedDictionary<ExpertId, string>.Empty;

    /// <summary>The tasks whose rows are not drawn, by name.</summary>
    public ImmutableSortedSet<string> Quarantined { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The sampler; null: that of the settings.</summary>
    public SamplerChoice? Sampler { get; init; }

    /// <summary>After one more operation.</summary>
    public Steering After(RunOperation operation) => operation.Kind switch
    {
        OperationKind.Pause => this with { IsPaused = true },
        OperationKind.Resume => this with { IsPaused = false },
        OperationKind.Pin => this with { Pins = Pins.SetItem(operation.Expert!.Value, operation.Node!) },
        OperationKind.Unpin => this with { Pins = Pins.Remove(operation.Expert!.Value) },
        OperationKind.Freeze => this with { Frozen = Frozen.Add(operation.Expert!.Value) },
        OperationKind.Unfreeze => this with { Frozen = Frozen.Remove(operation.Expert!.Value) },
        OperationKind.Sampler => this with { Sampler = operation.Sampler },
        OperationKind.Quarantine => this with { Quarantined = Quarantined.Add(operation.Task!) },
        OperationKind.Release => this with { Quarantined = Quarantined.Remove(operation.Task!) },
        _ => this,
    };
}
