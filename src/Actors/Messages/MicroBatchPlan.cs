using Moe.Curriculum.Batches;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Actors.Messages;

/// <summary>
/// One micro-batch as the coordinator planned it: the examples, the route of each row, how it is computed, and for every
/// expert it touches the micro-batch before it there (-1: none). Of an expert with replicas it touches the one that serves it.
/// </summary>
public sealed record MicroBatchPlan(
    MicroBatchKey Key, IReadOnlyList<ExampleReference> Examples, RouteBatch Routes, ComputationMode Mode,
    IReadOnlyDictionary<ExpertId, int> After)
{
    /// <summary>Whether the gradient of the routes is wanted.</summary>
    public required bool RoutesLearn { get; init; }

    /// <summary>The replica of an expert that serves this micro-batch.</summary>
    public ExpertId Serving(ExpertId expert) => After.Keys.First(replica => replica.AsExpert() == expert);
}

/// <summary>
/// What a router reports of a micro-batch: loss over label tokens, in all and by row, tokens, and the gradient of the
/// loss by the routes [L, B, E].
/// </summary>
public sealed record MicroBatchReport(
    MicroBatchKey Key, double Loss, int TargetTokens, int Tokens, double[] RowLoss, int[] RowTokens, float[] RouteGradient_LBE);
