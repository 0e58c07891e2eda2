using Moe.Actors.Growth;
using Moe.Model;

namespace Moe.Actors.Operations;

/// <summary>What a run refuses, and why. Whatever passes can be undone or does no harm.</summary>
internal static class OperationRules
{
    /// <summary>Why an operation is refused; null: it is accepted.</summary>
    public static string? Refusal(RunOperation operation, OperationView view)
    {
        if (operation.Expert is { } expert && !view.Experts.Contains(expert))
            return $"there is no expert {expert}, expected one of {string.Join(", ", view.Experts)}";
        if (operation.Task is { } task && !view.Tasks.Contains(task))
            return $"there is no task '{task}', expected one of {string.Join(", ", view.Tasks)}";
        return OfNode(operation, view) ?? OfKind(operation, view) ?? OfState(operation, view) ?? OfOutcome(operation, view);
    }

    private static string? OfNode(RunOperation operation, OperationView view)
    {
        if (operation.Node is not { } name) return null;
        var node = view.Nodes.FirstOrDefault(node => node.Address == name);
        if (node is null)
            return $"there is no node '{name}', expected one of {string.Join(", ", view.Nodes.Select(known => known.Address))}";
        if (view.Leaving.Contains(name)) return $"{name} is leaving";
        if (operation.Kind != OperationKind.Drain && !node.HoldsExperts) return $"{name} holds no experts (--roles)";
        return null;
    }

    private static string? OfKind(RunOperation operation, OperationView view)
    {
        var pins = view.Log.Newest.Pins;
        var expert = operation.Expert ?? ExpertId.Vocabulary;
        return operation.Kind switch
        {
            OperationKind.Drain => OfDrain(operation.Node, view),
            OperationKind.Move when pins.TryGetValue(expert, out var node) => $"{expert} is pinned to {node}; unpin it first",
            OperationKind.Unpin when !pins.ContainsKey(expert) => $"{expert} is not pinned",
            OperationKind.Replicate => "the number of replicas decides which gradients are summed in which order, and a recovery may go "
                + "back to a step at which it was another, whose replicas are no more; begin a run with training.run.replicas instead",
            OperationKind.Undo => OfUndo(operation.Undone, view.Log),
            _ => ExpertChange.Of(operation) is { } change ? view.WhyNotChanged(change) : null,
        };
    }

    // Those that stay need every role that the run has now, and room for all experts.
    private static string? OfDrain(string? drained, OperationView view)
    {
        var staying = view.Staying.Where(node => node.Address != drained).ToArray();
        if (staying.Length == 0)
            return $"{drained} is the only node that is not leaving; stop the run instead, with a signal to the node";
        var lacking = view.Nodes.SelectMany(node => node.Roles).Except(staying.SelectMany(node => node.Roles)).ToArray();
        return lacking.Length > 0
            ? $"without {drained} no node that stays has the role {string.Join(" or ", lacking)}, expected one at least; start another "
                + "node with it (--roles) first, or stop the run, with a signal to every node"
            : view.WhyNotPlaced(staying, view.Log.Newest.Pins);
    }

    // A run that has gone back may be without what later steps have, or the other way round: then there is something to do.
    private static string? OfState(RunOperation operation, OperationView view)
    {
        var (now, later) = (view.Log.At(view.Step), view.Log.Newest);
        bool Is(Func<Steering, bool> holds) => holds(now) && holds(later);
        var (expert, task) = (operation.Expert ?? ExpertId.Vocabulary, operation.Task ?? "");
        return operation.Kind switch
        {
            OperationKind.Pause when Is(state => state.IsPaused) => "the run is paused already",
            OperationKind.Resume when Is(state => !state.IsPaused) => "the run is not paused",
            OperationKind.Freeze when Is(state => state.Frozen.Contains(expert)) => $"{expert} is frozen already",
            OperationKind.Unfreeze when Is(state => !state.Frozen.Contains(expert)) => $"{expert} is not frozen",
            OperationKind.Quarantine when Is(state => state.Quarantined.Contains(task)) => $"{task} is in quarantine already",
            OperationKind.Release when !view.Resting.Contains(task) && Is(state => !state.Quarantined.Contains(task)) =>
                $"{task} is not in quarantine",
            _ => null,
        };
    }

    private static string? OfUndo(long? id, OperationLog log)
    {
        if (log.Find(id) is not { } undone) return $"there is no operation {id}";
        if (log.UndoneBy(undone.Id) is { } by) return $"operation {id} is undone already, by operation {by.Id}";
        return undone.Operation.Kind is OperationKind.Checkpoint or OperationKind.Drain or OperationKind.Move or OperationKind.Undo
            || ExpertChange.Of(undone.Operation) is not null
            ? $"operation {id} ({undone.Operation}) cannot be undone; give one that does the opposite"
            : null;
    }

    // What would hold afterwards, whichever operation leads to it.
    private static string? OfOutcome(RunOperation operation, OperationView view)
    {
        var before = view.Log.Newest;
        var after = view.Log.With(new AcceptedOperation(view.Log.NextId, 0, "", "", operation)).Newest;
        if (after.Quarantined.Count > before.Quarantined.Count
            && view.Tasks.All(task => after.Quarantined.Contains(task) || view.Resting.Contains(task)))
        {
            return "no task would be left to draw rows of: all others are in quarantine, or rest after a loss that was not a number; "
                + "release one of them first";
        }
        IReadOnlyDictionary<ExpertId, string> pins = operation.Kind == OperationKind.Move
            ? after.Pins.SetItem(operation.Expert!.Value, operation.Node!)
            : after.Pins;
        // To take pins away never leaves less room, also where there is too little.
        return pins.All(pin => before.Pins.Contains(pin)) ? null : view.WhyNotPlaced(view.Staying, pins);
    }
}
