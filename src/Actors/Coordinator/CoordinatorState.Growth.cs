using Moe.Actors.Growth;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Model;
using Moe.Model.Routing;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Experts that are cloned, merged, pruned or switched on again, between a step's snapshot and its drawing. A step's state is the one
/// before its changes, as with growth at a stage's beginning: whoever computes the step again makes them again. The policy's follow
/// from the run's own state.
/// </summary>
public sealed partial class CoordinatorState
{
    private readonly Queue<ExpertChange> changes = [];
    private readonly HashSet<ExpertId> taking = [];
    private ExpertRoster roster;
    private ExpertUse use;
    private bool lookDue;
    private ExpertChange? changing;

    /// <summary>Which experts are on.</summary>
    public ExpertRoster Roster => roster;

    /// <summary>The same with what the policy goes by, for the coordinator's own part.</summary>
    public RosterSnapshot RosterSnapshot => roster.Snapshot(use);

    /// <summary>Weights and routes are as a change wants them.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.ExpertChanged ended)
    {
        if (Phase != RunPhase.BetweenSteps || ended.Epoch != Epoch || ended.Step != Step || changing is not { } change) return Stale();
        (changing, progressed) = (null, true);
        return [Made(change), .. MakeChanges()];
    }

    /// <summary>The policy has what it needs.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.RoutesSeen seen)
    {
        if (Phase != RunPhase.BetweenSteps || seen.Epoch != Epoch || seen.Step != Step) return Stale();
        progressed = true;
        foreach (var change in GrowthPolicy.Look(settings.Model, settings.Growth, roster, use, seen.Shares)
                     .Where(change => RefusalOf(change, roster, taking) is null))
        {
            changes.Enqueue(change);
        }
        use.Forget();
        return MakeChanges();
    }

    // What was asked for, then what the policy wants. Everybody takes over weights where a stage begins with copies.
    private IReadOnlyList<CoordinatorEffect> ChangeExperts()
    {
        (changing, lookDue) = (null, settings.Growth.Every > 0 && Step > 0 && Step % settings.Growth.Every == 0);
        changes.Clear();
        foreach (var change in ChangesBefore(Step, operations)) changes.Enqueue(change);
        taking.Clear();
        if (StageCopiesExperts()) taking.UnionWith(experts);
        return MakeChanges();
    }

    private IReadOnlyList<CoordinatorEffect> MakeChanges()
    {
        var effects = new List<CoordinatorEffect>();
        while (changes.TryDequeue(out var change))
        {
            if (RefusalOf(change, roster, taking) is { } refusal)
            {
                effects.Add(NoteOf("refused", change, refusal));
                continue;
            }
            ownIntact = false;
            if (change.Receiver is not { } receiver)
            {
                effects.Add(Made(change));
                continue;
            }
            taking.Add(receiver);
            changing = change;
            effects.Add(new CoordinatorEffect.ChangeExpert(Step, change, ShareOf(change), roster.After(change).Mask));
            return effects;
        }
        if (!lookDue) return [.. effects, .. BeginStep()];
        lookDue = false;
        return [.. effects, new CoordinatorEffect.LookAtRoutes(Step)];
    }

    // The experts that will be on at the coming step, and those that will have taken over weights by then.
    private (ExpertRoster Roster, HashSet<ExpertId> Taking) RosterBefore(OperationLog log)
    {
        var (after, takers) = (roster, StageCopiesExperts() ? experts.ToHashSet() : []);
        foreach (var change in ChangesBefore(Step, log))
        {
            if (RefusalOf(change, after, takers) is not null) continue;
            after = after.After(change);
            if (change.Receiver is { } receiver) takers.Add(receiver);
        }
        return (after, takers);
    }

    private static IEnumerable<ExpertChange> ChangesBefore(long step, OperationLog log) => log.All
        .Where(accepted => accepted.Step == step)
        .Select(accepted => ExpertChange.Of(accepted.Operation, accepted.Who, accepted.Why)).OfType<ExpertChange>();

    private string? RefusalOf(ExpertChange change, ExpertRoster on, IReadOnlySet<ExpertId> takers)
    {
        if (on.Refusal(change) is { } refusal) return refusal;
        if (change.Receiver is not { } receiver) return null;
        if (IsFrozen(receiver)) return $"{receiver} is frozen, and would take over other weights: unfreeze it first";
        // An expert that is asked again to take over weights believes that its answer was lost.
        if (takers.Contains(receiver)) return $"{receiver} takes over other weights before step {Step}: ask again after it";
        var stage = schedule.At(Step).Stage;
        if (!StageRoutes.ReadsLogits(stage))
        {
            return $"stage '{stage.Name}' takes its routes from no router (its selection is {stage.Selection}), so experts that are "
                + "cloned or merged would not get the rows that were theirs";
        }
        return RouterNetworks.HasRowsOfLayers(settings.Router.Network)
            ? null
            : $"the router network {settings.Router.Network} has one row for an expert's number at all layers, so an expert of one layer "
                + "can neither be cloned nor merged; linear and linear_layer_specific can do it";
    }

    private CoordinatorEffect.Note Made(ExpertChange change)
    {
        roster = roster.After(change);
        use.Forget(settings.Model.RowOf(change.Expert));
        return NoteOf(change.Kind switch
        {
            OperationKind.Clone => "cloned",
            OperationKind.Merge => "merged",
            OperationKind.Prune => "pruned",
            _ => "activated",
        }, change, change.Why);
    }

    private CoordinatorEffect.Note NoteOf(string kind, ExpertChange change, string why) => new(kind, Step,
        new Dictionary<string, object?>
        {
            ["operation"] = OperationForm.NameOf(change.Kind),
            ["expert"] = change.Expert.ToString(),
            ["other"] = change.Other?.ToString(),
            ["who"] = change.Who,
            ["why"] = why,
        });

    private (ExpertRoster Roster, ExpertUse Use) RosterAtStart() => (
        ExpertRoster.AtStart(settings.Model, settings.Growth.ExpertsAtStart), new ExpertUse(settings.Model.Layers, settings.Model.Experts));

    private (ExpertRoster Roster, ExpertUse Use) RosterFrom(RosterSnapshot kept) => (
        ExpertRoster.From(settings.Model, kept), new ExpertUse(settings.Model.Layers, settings.Model.Experts, kept.Use));

    private bool StageCopiesExperts() => schedule.At(Step) is { StepOfStage: 0, Stage.GrowWithNoise: not null };

    // Of a merge the part that the expert that ends has in what both served; a clone takes all.
    private double ShareOf(ExpertChange change) => change.Kind == OperationKind.Merge
        ? use.PartOf(settings.Model.RowOf(change.Expert), change.Other!.Value.Number, change.Expert.Number)
        : 1;
}
