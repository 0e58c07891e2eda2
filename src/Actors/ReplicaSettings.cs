using Moe.Model;

namespace Moe.Actors;

/// <summary>
/// How many replicas experts have. Each serves its own micro-batches of a step, by their index, and their gradients are summed
/// replica by replica: so the numbers decide the weights' bits, and belong to the run.
/// </summary>
public sealed record ReplicaSettings
{
    /// <summary>Replicas of every expert and of the vocabulary.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Replicas of single experts, where they differ.</summary>
    public IReadOnlyDictionary<ExpertId, int> Experts { get; init; } = new Dictionary<ExpertId, int>();

    /// <summary>How many an expert has.</summary>
    public int Of(ExpertId expert) => Experts.GetValueOrDefault(expert.AsExpert(), Count);

    /// <summary>All of an expert, the first in front.</summary>
    public IEnumerable<ExpertId> All(ExpertId expert) =>
        Enumerable.Range(0, Of(expert)).Select(replica => expert with { Replica = replica });

    /// <summary>The replica of an expert that a micro-batch belongs to, by its index within the step.</summary>
    public ExpertId Serving(ExpertId expert, int microBatch) => expert with { Replica = microBatch % Of(expert) };
}
