using Moe.Model;

namespace Moe.Actors.Messages;

/// <summary>
/// How the replicas of an expert put a step's gradients together: each adds up its micro-batches' as ever, the leading one sums
/// them in the order of <paramref name="Shares"/>, and the others take the sum over from it.
/// </summary>
/// <param name="Lead">The replica that sums.</param>
/// <param name="Shares">What took part in the step, in the order of replicas.</param>
/// <param name="Actors">The actor of each replica there is.</param>
public sealed record ReplicaGroup(
    ExpertId Lead, IReadOnlyList<GradientShare> Shares, IReadOnlyDictionary<ExpertId, object> Actors);

/// <summary>The part of a step's gradient that the micro-batches of one replica make up.</summary>
/// <param name="Replica">Whose micro-batches they are.</param>
/// <param name="MicroBatches">How many.</param>
/// <param name="At">Who served them: the replica itself, or, when it is lost, the next one.</param>
public readonly record struct GradientShare(ExpertId Replica, int MicroBatches, ExpertId At);
