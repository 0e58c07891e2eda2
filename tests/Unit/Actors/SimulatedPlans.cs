using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Model;
using Moe.Model.Randomness;

namespace Moe.Unit.Specs.Actors;

/// <summary>Made-up plans of a step: up to five micro-batches, one or both experts of every layer each.</summary>
internal static class SimulatedPlans
{
    public static MicroBatchPlan[] Of(ulong seed, long step, ReplicaSettings? replicas = null)
    {
        var stream = RandomStream.For(seed, step, 0, "specs", "plans");
        var count = 1 + stream.Below(5, 0);
        return SmallRun.Plans(step, replicas ?? new ReplicaSettings(),
            [.. Enumerable.Range(1, count).Select(index => Touched(stream.Sub((ulong)index)))]);
    }

    private static ExpertId[] Touched(RandomStream stream) =>
    [
        .. Enumerable.Range(0, SmallRun.Shape.Layers).SelectMany(row => stream.Below(3, (ulong)row) switch
        {
            2 => new[] { SmallRun.Shape.At(row, 0), SmallRun.Shape.At(row, 1) },
            var number => [SmallRun.Shape.At(row, number)],
        }),
    ];
}
