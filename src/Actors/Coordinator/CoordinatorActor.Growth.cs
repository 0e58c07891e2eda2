using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Supervision;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Experts that take over weights of others of their layer: all of a layer where a stage begins with copies, and one that is cloned or
/// merged, after the router's rows.
/// </summary>
public sealed partial class CoordinatorActor
{
    private readonly HashSet<ExpertId> growing = [];
    private Takeover? takeover;

    private void Grow(CoordinatorEffect.Grow effect)
    {
        if (effect.Stage.RoutesFromRows == 0)
        {
            Copy(effect);
            return;
        }
        var (epoch, experts) = (state.Epoch, state.Roster.Mask);
        CollectWeights(effect.Step, weights => OnLane(FailureKind.Growth, "starting routes from the data", () =>
        {
            using var model = RunEvaluator.ModelOf(services.Node.Settings, weights, services.Node.Lanes.Device);
            planner.StartRoutes(model, effect.Stage, effect.Step, experts);
            return new RoutesStarted(epoch, effect);
        }));
    }

    private void OnStarted(RoutesStarted started)
    {
        if (started.Epoch == state.Epoch) Copy(started.Grow);
    }

    private void Copy(CoordinatorEffect.Grow effect)
    {
        var roster = state.Roster;
        TakeOver(
            state.Replicas.Where(replica => roster.FirstOn(replica) != replica.AsExpert() && !state.IsFrozen(replica)),
            new Takeover(effect.Step, roster.FirstOn, effect.Noise, Share: 1,
                () => CarryOut(state.On(new CoordinatorInput.Grown(effect.Stage, state.Epoch)))));
    }

    private void Change(CoordinatorEffect.ChangeExpert effect)
    {
        var epoch = state.Epoch;
        OnLane(FailureKind.Growth, "changing the router's rows", () =>
        {
            planner.Change(effect.Change, effect.Share, effect.Experts, effect.Step);
            return new RowsChanged(epoch, effect);
        });
    }

    private void OnChanged(RowsChanged changed)
    {
        if (changed.Epoch != state.Epoch) return;
        var (step, change) = (changed.Effect.Step, changed.Effect.Change);
        var noise = change.Kind == OperationKind.Clone ? services.Node.Settings.Growth.CloneNoise : 0;
        TakeOver(
            state.Replicas.Where(replica => replica.AsExpert() == change.Receiver),
            new Takeover(step, _ => change.Giver!.Value, noise, changed.Effect.Share,
                () => CarryOut(state.On(new CoordinatorInput.ExpertChanged(state.Epoch, step)))));
    }

    private void LookAtRoutes(long step)
    {
        var (epoch, experts) = (state.Epoch, state.Roster.Mask);
        OnLane(FailureKind.Growth, "looking at routes", () =>
            new CoordinatorInput.RoutesSeen(epoch, step, planner.RouteShares(step, experts)));
    }

    private void TakeOver(IEnumerable<ExpertId> takers, Takeover running)
    {
        growing.UnionWith(takers);
        if (growing.Count == 0)
        {
            running.End();
            return;
        }
        takeover = running;
        AskForStates(running);
    }

    private void AskForStates(Takeover running)
    {
        foreach (var taker in growing)
            TellExpert(new ExpertCommands.OfferState(running.GiverOf(taker), state.Epoch, running.Step, Whole: true, For: taker));
    }

    private bool TakeForGrowth(ExpertEvents.StateOffered offered, ExpertId taker)
    {
        if (takeover is not { } running || !growing.Contains(taker)) return false;
        TellExpert(new ExpertCommands.TakeState(taker, state.Epoch, running.Step, offered.State, running.Noise, running.Share));
        return true;
    }

    private void OnTaken(ExpertEvents.StateTaken taken)
    {
        if (taken.Epoch != state.Epoch || takeover is not { } running || !growing.Remove(taken.Expert) || growing.Count > 0) return;
        takeover = null;
        running.End();
    }

    private sealed record Takeover(long Step, Func<ExpertId, ExpertId> GiverOf, double Noise, double Share, Action End);

    private sealed record RoutesStarted(long Epoch, CoordinatorEffect.Grow Grow);

    private sealed record RowsChanged(long Epoch, CoordinatorEffect.ChangeExpert Effect);
}
