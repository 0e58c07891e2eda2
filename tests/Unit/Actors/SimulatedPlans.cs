using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Model;
using Moe.Model.Randomness;

namespace Moe.Unit.Specs.Actors;

/// <summary>
/// Made-up plans of a step: up to five micro-batches, one or both experts of every layer each. For some steps at a time one expert of
/// a layer may not be touched at all.
/// </summary>
internal static class SimulatedPlans
{
    private const int StepsOfRest = 6;

    public static MicroBatchPlan[] Of(ulong seed, long step, ReplicaSettings? replicas = null)
    {
        var stream = RandomStream.For(seed, step, 0, "specs", "plans");
        var rest = RandomStream.For(seed, step / StepsOfRest, 0, "specs", "rest");
        var count = 1 + stream.Below(5, 0);
        return SmallRun.Plans(step, replicas ?? new ReplicaSettings(),
            [.. Enumerable.Range(1, count).Select(index => Touched(stream.Sub((ulong)index), rest))]);
    }

    private static ExpertId[] Touched(RandomStream stream, RandomStream rest) =>
    [
        .. Enumerable.Range(0, SmallRun.Shape.Layers).SelectMany(row => (rest.Below(4, (ulong)row), stream.Below(3, (ulong)row)) switch
        {
            ( < 2 and var only, _) => [SmallRun.Shape.At(row, only)],
            (_, 2) => new[] { SmallRun.Shape.At(row, 0), SmallRun.Shape.At(row, 1) },
            (_, var number) => [SmallRun.Shape.At(row, number)],
        }),
    ];
}
