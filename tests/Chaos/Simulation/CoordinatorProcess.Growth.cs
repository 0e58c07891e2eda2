using Moe.Actors.Coordinator;
using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Actors.Simulation;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Chaos.Specs.Simulation;

/// <summary>Experts that take over weights of others between steps, and the coordinator's own part with them.</summary>
internal sealed partial class CoordinatorProcess
{
    private static readonly RouteBatch NoShares = new(4, 2, [0, 1, 2], new float[24]);
    private readonly SortedSet<ExpertId> growing = [];
    private Takeover? takeover;

    private IEnumerable<SimulatedEffect> Grow(CoordinatorEffect.Grow grow)
    {
        var roster = state.Roster;
        return TakeOver(
            state.Replicas.Where(replica => roster.FirstOn(replica) != replica.AsExpert() && !state.IsFrozen(replica)),
            new Takeover(grow.Step, roster.FirstOn, 1, new CoordinatorInput.Grown(grow.Stage, state.Epoch)));
    }

    private IEnumerable<SimulatedEffect> Change(CoordinatorEffect.ChangeExpert effect)
    {
        var epoch = state.Epoch;
        return Work(() =>
        {
            var change = SimulatedStore.Hash($"{effect.Change.Kind} {effect.Change.Receiver} {effect.Share:R}");
            own = own with { Value = (own.Value * 37) + change };
            return new RowsChanged(epoch, effect);
        });
    }

    private IReadOnlyList<CoordinatorEffect> OnChanged(RowsChanged changed)
    {
        if (changed.Epoch != state.Epoch) return [];
        var (step, change) = (changed.Effect.Step, changed.Effect.Change);
        run.Record.Changed++;
        pending.AddRange(TakeOver(
            state.Replicas.Where(replica => replica.AsExpert() == change.Receiver),
            new Takeover(step, _ => change.Giver!.Value, changed.Effect.Share, new CoordinatorInput.ExpertChanged(state.Epoch, step))));
        return [];
    }

    private IEnumerable<SimulatedEffect> TakeOver(IEnumerable<ExpertId> takers, Takeover running)
    {
        growing.Clear();
        growing.UnionWith(takers);
        if (growing.Count == 0) return Work(() => running.End);
        takeover = running;
        return AskAgain();
    }

    // Which experts are on decides what is drawn, so that a wrong one is seen.
    private static ulong OffHash(ExpertMask experts) => Enumerable.Range(0, experts.Layers).Aggregate(0UL, (hash, layer) =>
        (hash * 31) + (ulong)(experts.Experts - experts.On(layer).Length) + (ulong)experts.On(layer)[0]);

    private sealed record Takeover(long Step, Func<ExpertId, ExpertId> GiverOf, double Share, CoordinatorInput End);

    private sealed record RowsChanged(long Epoch, CoordinatorEffect.ChangeExpert Effect);
}
