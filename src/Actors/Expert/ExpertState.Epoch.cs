using Moe.Actors.Messages;

namespace Moe.Actors.Expert;

/// <summary>
/// Epochs at one expert: a new one ends all that was going on, and is answered once nothing of it touches the buffers any
/// more; then the coordinator says from which state to go on. Snapshots and what else happens between two steps are here too.
/// </summary>
public sealed partial class ExpertState
{
    private readonly List<(IToExpert Command, object From)> deferred = [];
    private readonly List<IToExpert> doing = [];
    private (ExpertCommands.Announce Command, object From)? announced;
    private (ExpertCommands.Restore Command, object From)? restoring;
    private (long Epoch, long Step)? restored;
    private ExpertCommands.Restore? loading;
    private ExpertEvents.PartSaved? saved;
    private bool grown;
    private int copying;

    // Nothing runs that reads or writes the buffers.
    private bool IsIdle => !updating && !measuring && !adding && loading is null && doomed.Count == 0 && copying == 0 && giving == 0
        && doing.Count == 0;

    // The epoch's state is in place.
    private bool IsSettled => restored?.Epoch == Epoch;

    /// <summary>A new epoch, or the same again.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertCommands.Announce command, object from)
    {
        var effects = new List<ExpertEffect>();
        if (command.Epoch < Epoch) return Stale(effects);
        if (restored?.Epoch == command.Epoch)
        {
            effects.Add(new ExpertEffect.Reply(from, Ready()));
            return effects;
        }
        Enter(command.Epoch, effects);
        announced = (command, from);
        GoOnIfIdle(effects);
        return effects;
    }

    /// <summary>Which state to go on from.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertCommands.Restore command, object from)
    {
        var effects = new List<ExpertEffect>();
        if (command.Epoch < Epoch) return Stale(effects);
        Enter(command.Epoch, effects);
        if (restored == (command.Epoch, command.Step))
        {
            effects.Add(new ExpertEffect.Reply(from, new ExpertEvents.Restored(expert, Epoch, command.Step)));
            return effects;
        }
        if (restoring is not null) return Stale(effects);
        restoring = (command, from);
        GoOnIfIdle(effects);
        return effects;
    }

    /// <summary>The state is in the buffers.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Loaded input)
    {
        var effects = new List<ExpertEffect>();
        (Version, grown) = (input.Step, false);
        if (restoring is { } asked && asked.Command == loading) Settle(asked, effects);
        loading = null;
        GoOnIfIdle(effects);
        return effects;
    }

    /// <summary>The state could not be had: the coordinator hears that this expert holds nothing, and chooses again.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.NotLoaded input)
    {
        var effects = new List<ExpertEffect>();
        (Version, grown) = (NoVersion, false);
        var failed = loading;
        loading = null;
        if (restoring is { } asked && asked.Command == failed)
        {
            restoring = null;
            effects.Add(new ExpertEffect.Reply(asked.From, NotRestored(asked.Command, input.Reason)));
        }
        GoOnIfIdle(effects);
        return effects;
    }

    /// <summary>Leave a copy of the state with others.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertCommands.Snapshot command)
    {
        var effects = new List<ExpertEffect>();
        if (command.Epoch != Epoch || command.Step != Version || !IsSettled || updating || grown) return Stale(effects);
        copying++;
        effects.Add(new ExpertEffect.Copy(command));
        return effects;
    }

    /// <summary>A copy is made.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Copied input)
    {
        var effects = new List<ExpertEffect>();
        copying--;
        UpdateIfCopied(effects);
        DoDeferred(effects);
        GoOnIfIdle(effects);
        return effects;
    }

    /// <summary>Something to do between two steps: a checkpoint part, or giving or taking state.</summary>
    public IReadOnlyList<ExpertEffect> Between(IToExpert command, long step, object from)
    {
        var effects = new List<ExpertEffect>();
        if (command.Epoch != Epoch || step != Version || !IsSettled || updating || IsUnderWay(command)) return Stale(effects);
        if (command is ExpertCommands.TakeState && grown)
        {
            // Asked for again because the answer got lost. It must not be done again: the step may have begun to read the weights.
            effects.Add(new ExpertEffect.Reply(from, new ExpertEvents.StateTaken(expert, Epoch, step)));
            return effects;
        }
        if (command is ExpertCommands.SavePart && saved is { } part && part.Epoch == Epoch && part.Step == step)
        {
            // The checkpoint may be whole by now: writing a part again would leave it damaged for a moment.
            effects.Add(new ExpertEffect.Reply(from, part));
            return effects;
        }
        deferred.Add((command, from));
        DoDeferred(effects);
        return effects;
    }

    /// <summary>It is done.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Answered input)
    {
        var effects = new List<ExpertEffect>();
        doing.Remove(input.Command);
        saved = input.Message as ExpertEvents.PartSaved ?? saved;
        if (input.Command.Epoch == Epoch) effects.Add(new ExpertEffect.Reply(input.To, input.Message));
        GoOnIfIdle(effects);
        return effects;
    }

    private bool IsUnderWay(IToExpert command)
    {
        // Sent again, the same wish to take a state carries other tensors.
        bool IsSame(IToExpert other) => other.Equals(command) || (other is ExpertCommands.TakeState && command is ExpertCommands.TakeState);
        return doing.Any(IsSame) || deferred.Any(waiting => IsSame(waiting.Command));
    }

    private void Enter(long epoch, List<ExpertEffect> effects)
    {
        if (epoch == Epoch) return;
        Epoch = epoch;
        foreach (var session in sessions.Values) GiveUp(session, effects);
        ForgetStep(effects);
        deferred.Clear();
        (announced, restoring, restored) = (null, null, null);
    }

    private void DoDeferred(List<ExpertEffect> effects)
    {
        if (copying > 0) return;
        foreach (var (command, from) in deferred)
        {
            // What it holds is no longer what the version's number says, until the next step ends.
            if (command is ExpertCommands.TakeState) grown = true;
            doing.Add(command);
            effects.Add(new ExpertEffect.Do(command, from));
        }
        deferred.Clear();
    }

    private void GoOnIfIdle(List<ExpertEffect> effects)
    {
        if (!IsIdle) return;
        if (announced is { } asked)
        {
            announced = null;
            effects.Add(new ExpertEffect.Reply(asked.From, Ready()));
        }
        if (restoring is not { } wanted) return;
        if (wanted.Command.Source != StateSource.Own)
        {
            loading = wanted.Command;
            Version = NoVersion;
            effects.Add(new ExpertEffect.Load(wanted.Command));
        }
        else if (Version == wanted.Command.Step && !grown) Settle(wanted, effects);
        else
        {
            restoring = null;
            effects.Add(new ExpertEffect.Reply(wanted.From, NotRestored(wanted.Command, $"{expert} holds version {Version}")));
        }
    }

    private void Settle((ExpertCommands.Restore Command, object From) asked, List<ExpertEffect> effects)
    {
        restoring = null;
        restored = (asked.Command.Epoch, asked.Command.Step);
        effects.Add(new ExpertEffect.Reply(asked.From, new ExpertEvents.Restored(expert, Epoch, asked.Command.Step)));
    }

    private ExpertEvents.NotRestored NotRestored(ExpertCommands.Restore command, string reason) =>
        new(expert, command.Epoch, command.Step, reason);

    private ExpertEvents.Ready Ready() => new(expert, Epoch, node, incarnation, Version == NoVersion || grown ? null : Version);
}
