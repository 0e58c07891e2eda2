using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Model;

namespace Moe.Actors.Coordinator;

/// <summary>
/// Operations of people: decided between two steps, written down, and only then in effect. What they come to follows from the log of
/// them and the step, so that steps that are done again have it too; which nodes leave or get an expert changes no bit and is asked
/// for once.
/// </summary>
public sealed partial class CoordinatorState
{
    private readonly Queue<(CoordinatorCommands.Operate Command, object Asker)> asked = new();
    private readonly List<(AcceptedOperation Accepted, object Asker, bool IsNew)> keeping = [];
    private readonly Dictionary<ExpertId, string> wishes = [];
    private readonly SortedSet<string> draining = new(StringComparer.Ordinal);
    private OperationLog operations;
    private Steering steering;
    private (long Epoch, long Step)? waitingAt;

    /// <summary>Whether an expert's weights stay as they are.</summary>
    public bool IsFrozen(ExpertId expert) => steering.Frozen.Contains(expert.AsExpert());

    /// <summary>Somebody asks for an operation. A coordinator that was replaced gives no answer, so that the next one is asked.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorCommands.Operate command, object asker)
    {
        if (Phase == RunPhase.Over) return over is null ? [] : [RunIsOver(asker)];
        asked.Enqueue((command, asker));
        return Phase == RunPhase.Paused ? BetweenStepsAgain() : [];
    }

    /// <summary>The accepted operations are on disk.</summary>
    public IReadOnlyList<CoordinatorEffect> On(CoordinatorInput.OperationsKept kept)
    {
        if (Phase != RunPhase.BetweenSteps || kept.Epoch != Epoch || keeping.Count == 0) return Stale();
        return [.. TakeEffect(), .. BetweenStepsAgain()];
    }

    // Null: nobody has asked for anything.
    private IReadOnlyList<CoordinatorEffect>? DecideIfAsked()
    {
        if (asked.Count == 0) return null;
        var effects = new List<CoordinatorEffect>();
        var log = operations;
        while (asked.TryDequeue(out var one))
        {
            var (wish, who, why, key) = one.Command;
            if (log.Find(who, key) is { } before)
            {
                if (before.Operation.IsWhatCameOf(wish)) keeping.Add((before, one.Asker, IsNew: false));
                else effects.Add(Refused(one.Asker, OfAnother(key, before)));
                continue;
            }
            var view = View(log);
            var operation = view.Resolve(wish);
            if (OperationRules.Refusal(operation, view) is { } refusal)
            {
                effects.Add(Refused(one.Asker, refusal));
                continue;
            }
            var accepted = new AcceptedOperation(log.NextId, Step, who, why, operation, key);
            log = log.With(accepted);
            keeping.Add((accepted, one.Asker, IsNew: true));
        }
        return keeping.Count == 0
            ? [.. effects, .. BetweenSteps(checkpointDue: false, evaluationDue: false)]
            : [.. effects, new CoordinatorEffect.KeepOperations(Epoch, log.All)];
    }

    // What was being written down when an epoch ended is in effect if it is there, and else is decided again.
    private List<CoordinatorEffect> TakeOver(IReadOnlyList<AcceptedOperation> written)
    {
        operations = new OperationLog(StartOfSteering(), written);
        foreach (var (accepted, asker, _) in keeping.Where(one => operations.Find(one.Accepted.Id) is null))
            asked.Enqueue((new CoordinatorCommands.Operate(accepted.Operation, accepted.Who, accepted.Why, accepted.Key), asker));
        keeping.RemoveAll(one => operations.Find(one.Accepted.Id) is null);
        return TakeEffect();
    }

    // What is asked for again has been written down, and may have been lost with the coordinator that did: a drain and a move are
    // begun once more.
    private List<CoordinatorEffect> TakeEffect()
    {
        var effects = new List<CoordinatorEffect>();
        foreach (var (accepted, asker, isNew) in keeping)
        {
            if (operations.Find(accepted.Id) is null) operations = operations.With(accepted);
            if (isNew) effects.Add(new CoordinatorEffect.Note("operation", accepted.Step, OperationForm.Describe(accepted)));
            effects.Add(new CoordinatorEffect.Answer(asker, new CoordinatorEvents.Decided(accepted.Id, accepted.Step, null)));
            var operation = accepted.Operation;
            if (operation.Kind == OperationKind.Drain) draining.Add(operation.Node!);
            if (operation.Kind == OperationKind.Move) wishes[operation.Expert!.Value] = operation.Node!;
            placementDue |= operation.Kind is OperationKind.Move or OperationKind.Pin or OperationKind.Unpin or OperationKind.Undo;
        }
        keeping.Clear();
        progressed = true;
        return [.. effects, .. Drain()];
    }

    // Said once, for whoever starts a run again that was paused and wonders why it does nothing.
    private IReadOnlyList<CoordinatorEffect> Wait()
    {
        Phase = RunPhase.Paused;
        if (waitingAt == (Epoch, Step)) return [];
        waitingAt = (Epoch, Step);
        return [new CoordinatorEffect.Note("paused", Step, new Dictionary<string, object?>())];
    }

    private void Steer()
    {
        steering = operations.At(Step);
        foreach (var released in operations.Before(Step).Where(operation => operation.Kind == OperationKind.Release))
            restingUntil.Remove(tasks.Index().First(task => task.Item == released.Task).Index);
    }

    // Again at every tick, until the node says that it leaves.
    private IReadOnlyList<CoordinatorEffect> Drain()
    {
        draining.RemoveWhere(node => !nodes.ContainsKey(node) || IsLeaving(node));
        return [.. draining.Select(node => new CoordinatorEffect.TellNode(nodes[node].Agent, new NodeCommands.Leave()))];
    }

    // Where an expert was moved to it stays until nodes come or go: planned anew at once, it might move back.
    private void ForgetMoves()
    {
        foreach (var expert in wishes.Where(wish => IsGranted(wish.Key, wish.Value)).Select(wish => wish.Key).ToArray())
            wishes.Remove(expert);
    }

    private bool IsGranted(ExpertId expert, string node) =>
        !nodes.ContainsKey(node) || located.Any(entry => entry.Key.AsExpert() == expert && entry.Value.Node == node);

    private Dictionary<ExpertId, string> Pins()
    {
        var pins = wishes.ToDictionary();
        foreach (var (expert, node) in operations.Newest.Pins) pins[expert] = node;
        return pins;
    }

    private HashSet<int> RestingTasks() =>
        [.. restingUntil.Keys, .. tasks.Index().Where(task => steering.Quarantined.Contains(task.Item)).Select(task => task.Index)];

    private bool CheckpointIsAskedFor() => operations.Before(Step).Any(operation => operation.Kind == OperationKind.Checkpoint);

    private Steering StartOfSteering() => Steering.None with { Pins = Steering.None.Pins.AddRange(office.Pins) };

    private OperationView View(OperationLog log)
    {
        var (roster, taking) = RosterBefore(log);
        return new OperationView(
            log, Step, experts, tasks, [.. nodes.Values.Select(node => node.Description)], LeavingOrDrained(),
            restingUntil.Where(rest => rest.Value > Step).Select(rest => tasks[rest.Key]).ToHashSet(), roster,
            change => RefusalOf(change, roster, taking), WhyNotPlaced);
    }

    // Who is drained says only later that it leaves.
    private HashSet<string> LeavingOrDrained() =>
    [
        .. nodes.Keys.Where(IsLeaving), .. draining,
        .. keeping.Select(one => one.Accepted.Operation).Where(operation => operation.Kind == OperationKind.Drain)
            .Select(operation => operation.Node!),
    ];

    private static string OfAnother(string key, AcceptedOperation before) =>
        $"the key {key} came before with operation {before.Id} ({before.Operation}), which is another; expected a key of its own for "
        + "each operation (Idempotency-Key)";

    private CoordinatorEffect[] RefuseAll()
    {
        var askers = keeping.Select(one => one.Asker).Concat(asked.Select(one => one.Asker)).ToArray();
        keeping.Clear();
        asked.Clear();
        return [.. askers.Select(RunIsOver)];
    }

    private static CoordinatorEffect.Answer RunIsOver(object asker) => Refused(asker, "the run is over");

    private static CoordinatorEffect.Answer Refused(object asker, string why) => new(asker, new CoordinatorEvents.Decided(0, 0, why));
}
