using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Expert;

/// <summary>
/// The protocol of one expert, without clock, randomness, threads or tensors (design section 6). It promises: an
/// operation asked for again is not computed twice; a micro-batch's gradients are added exactly once, and in
/// micro-batch order whatever the order of arrival; Prepare is answered only when all that the coordinator counts
/// are in; Commit is applied once; whatever belongs to an older epoch, step or try is dropped and counted.
/// </summary>
/// <param name="expert">The expert.</param>
/// <param name="node">Address of the node it lives on.</param>
/// <param name="incarnation">Tells this life of the expert's actor from others.</param>
public sealed partial class ExpertState(ExpertId expert, string node, long incarnation)
{
    /// <summary>The version of an expert without weights.</summary>
    public const long NoVersion = -1;

    private readonly Dictionary<int, MicroBatchSession> sessions = [];
    private readonly Dictionary<MicroBatchKey, MicroBatchSession> doomed = [];
    private readonly HashSet<int> added = [];
    private bool adding;
    private bool measuring;
    private (ExpertCommands.Prepare Command, object From)? preparing;
    private double? preparedNorm;
    private (ExpertCommands.Commit Command, object From)? committing;
    private bool updating;

    /// <summary>The expert this is about.</summary>
    public ExpertId Expert => expert;

    /// <summary>The newest epoch heard of; -1 before the first.</summary>
    public long Epoch { get; private set; } = -1;

    /// <summary>Steps the weights have seen, so the step this expert can take part in; <see cref="NoVersion"/> without weights.</summary>
    public long Version { get; private set; } = NoVersion;

    /// <summary>Messages dropped because they belonged to an older step or try.</summary>
    public long StaleMessages { get; private set; }

    /// <summary>Micro-batches held at the moment.</summary>
    public int OpenMicroBatches => sessions.Values.Count(session => !session.IsFreed);

    /// <summary>Whether an operation would be begun: only then are its tensors worth fetching.</summary>
    public bool Wants(ExpertCommands.Compute command) =>
        command.Key.Epoch == Epoch && command.Key.Step == Version && committing is null && IsSettled
        && !(sessions.TryGetValue(command.Key.Index, out var session) && session.Key == command.Key
            && (session.Running is not null || session.IsFreed || session.Done.Contains(command.Operation.Name)));

    /// <summary>A request for an operation.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertCommands.Compute command, object from)
    {
        var effects = new List<ExpertEffect>();
        var (key, operation) = (command.Key, command.Operation);
        if (key.Epoch != Epoch || key.Step != Version || committing is not null || !IsSettled) return Stale(effects);
        if (sessions.TryGetValue(key.Index, out var session) && session.Key.Attempt > key.Attempt) return Stale(effects);
        if (operation.Opens && (session is null || session.Key.Attempt < key.Attempt))
        {
            session = Open(command, session, effects);
        }
        if (session is null || session.Key != key || session.IsFreed || session.Done.Contains(operation.Name))
        {
            // What was handed out once is gone from here; the requester starts the micro-batch again.
            effects.Add(new ExpertEffect.Reply(from, new ExpertEvents.Failed(
                command.Expert, key, operation.Name, $"{expert} no longer holds '{operation.Name}' of {key}", Lost: true)));
            return effects;
        }
        if (session.Running is not null) return Stale(effects);
        (session.Running, session.Requester) = (operation.Name, from);
        effects.Add(new ExpertEffect.Run(key, operation));
        return effects;
    }

    /// <summary>An operation ended.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Finished input)
    {
        var effects = new List<ExpertEffect>();
        if (FreeIfDoomed(input.Key, effects)) return effects;
        var session = sessions[input.Key.Index];
        session.Done.Add(input.Operation.Name);
        session.Running = null;
        effects.Add(new ExpertEffect.Reply(session.Requester!, new ExpertEvents.Computed(
            session.Replica, input.Key, input.Operation.Name, input.Result)));
        if (!input.Operation.Closes) return effects;
        if (session.AlreadyAdded)
        {
            session.Phase = SessionPhase.Added;
            effects.Add(new ExpertEffect.Drop(session.Key));
        }
        else
        {
            session.Phase = SessionPhase.Waiting;
            AddNext(effects);
        }
        return effects;
    }

    /// <summary>An operation threw. The try is over; a later one may succeed.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Failed input)
    {
        var effects = new List<ExpertEffect>();
        if (FreeIfDoomed(input.Key, effects)) return effects;
        var session = sessions[input.Key.Index];
        (session.Phase, session.Running) = (SessionPhase.Failed, null);
        effects.Add(new ExpertEffect.Drop(session.Key));
        effects.Add(new ExpertEffect.Reply(session.Requester!, new ExpertEvents.Failed(
            session.Replica, input.Key, input.Operation, input.Reason)));
        return effects;
    }

    /// <summary>A micro-batch's gradients are in.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Added input)
    {
        var effects = new List<ExpertEffect>();
        adding = false;
        if (!FreeIfDoomed(input.Key, effects))
        {
            sessions[input.Key.Index].Phase = SessionPhase.Added;
            added.Add(input.Key.Index);
        }
        AddNext(effects);
        MeasureIfComplete(effects);
        GoOnIfIdle(effects);
        return effects;
    }

    private MicroBatchSession Open(ExpertCommands.Compute command, MicroBatchSession? earlier, List<ExpertEffect> effects)
    {
        if (earlier is { Phase: SessionPhase.Adding }) doomed[earlier.Key] = Doom(earlier, countsAsAdded: true);
        else if (earlier is not null) GiveUp(earlier, effects);
        var session = new MicroBatchSession(command.Key, command.Expert, command.After)
        {
            AlreadyAdded = added.Contains(command.Key.Index),
        };
        sessions[command.Key.Index] = session;
        return session;
    }

    private MicroBatchSession Doom(MicroBatchSession session, bool countsAsAdded)
    {
        session.Doomed = true;
        if (countsAsAdded) added.Add(session.Key.Index);
        return session;
    }

    private void GiveUp(MicroBatchSession session, List<ExpertEffect> effects)
    {
        if (session.Running is not null || session.Phase == SessionPhase.Adding)
            doomed[session.Key] = Doom(session, countsAsAdded: false);
        else if (!session.IsFreed)
            effects.Add(new ExpertEffect.Drop(session.Key));
    }

    private bool FreeIfDoomed(MicroBatchKey key, List<ExpertEffect> effects)
    {
        if (!doomed.Remove(key)) return false;
        effects.Add(new ExpertEffect.Drop(key));
        EndIfIdle(effects);
        GoOnIfIdle(effects);
        return true;
    }

    private void AddNext(List<ExpertEffect> effects)
    {
        if (adding) return;
        foreach (var session in sessions.Values.OrderBy(session => session.Key.Index))
        {
            if (session.Phase != SessionPhase.Waiting || (session.After >= 0 && !added.Contains(session.After))) continue;
            adding = true;
            session.Phase = SessionPhase.Adding;
            effects.Add(new ExpertEffect.Add(session.Key, session.Replica, Overwrite: session.After < 0));
            return;
        }
    }

    private List<ExpertEffect> Stale(List<ExpertEffect> effects)
    {
        StaleMessages++;
        return effects;
    }
}
