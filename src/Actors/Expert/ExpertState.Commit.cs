using Moe.Actors.Messages;

namespace Moe.Actors.Expert;

/// <summary>The end of a step at one expert: Prepare, then Commit, each answered once and repeatable.</summary>
public sealed partial class ExpertState
{
    /// <summary>The coordinator has all reports of a step.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertCommands.Prepare command, object from)
    {
        var effects = new List<ExpertEffect>();
        if (command.Epoch != Epoch || command.Step != Version || committing is not null || !IsSettled) return Stale(effects);
        if (preparedNorm is { } norm)
        {
            effects.Add(new ExpertEffect.Reply(from, new ExpertEvents.Prepared(expert, Epoch, command.Step, norm)));
            GiveSum(command, effects);
            return effects;
        }
        preparing = (command, from);
        // Asked for again, what this replica gave may be lost.
        given = false;
        MeasureIfComplete(effects);
        return effects;
    }

    /// <summary>The gradients are measured.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Measured input)
    {
        var effects = new List<ExpertEffect>();
        measuring = false;
        if (preparing is { } waiting && input.Step == Version && committing is null)
        {
            preparedNorm = input.SquaredNorm;
            effects.Add(new ExpertEffect.Reply(waiting.From, new ExpertEvents.Prepared(expert, Epoch, input.Step, input.SquaredNorm)));
            GiveSum(waiting.Command, effects);
        }
        EndIfIdle(effects);
        GoOnIfIdle(effects);
        return effects;
    }

    /// <summary>The coordinator ends a step.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertCommands.Commit command, object from)
    {
        var effects = new List<ExpertEffect>();
        if (command.Epoch != Epoch || !IsSettled) return Stale(effects);
        if (command.Step == Version - 1)
        {
            effects.Add(new ExpertEffect.Reply(from, new ExpertEvents.Committed(expert, Epoch, command.Step, Version)));
            return effects;
        }
        if (command.Step != Version || committing is not null) return Stale(effects);
        committing = (command, from);
        if (command.Apply)
        {
            UpdateIfCopied(effects);
            return effects;
        }
        foreach (var session in sessions.Values) GiveUp(session, effects);
        sessions.Clear();
        EndIfIdle(effects);
        return effects;
    }

    /// <summary>The update is applied.</summary>
    public IReadOnlyList<ExpertEffect> On(ExpertInput.Updated input)
    {
        var effects = new List<ExpertEffect>();
        updating = false;
        End(effects);
        GoOnIfIdle(effects);
        return effects;
    }

    // A copy for a snapshot is of the weights before the update: it has to be made first.
    private void UpdateIfCopied(List<ExpertEffect> effects)
    {
        if (committing is not { Command: { Apply: true } command } || updating || copying > 0 || giving > 0) return;
        updating = true;
        effects.Add(new ExpertEffect.Update(command.Step, command.Clip, command.Rate));
    }

    private void MeasureIfComplete(List<ExpertEffect> effects)
    {
        if (preparing is not { } waiting || adding || measuring || giving > 0 || preparedNorm is not null || committing is not null) return;
        if (added.Count < waiting.Command.MicroBatches || !HasAllOf(waiting.Command, effects)) return;
        measuring = true;
        var microBatches = waiting.Command.Group?.Shares.Sum(share => share.MicroBatches) ?? waiting.Command.MicroBatches;
        effects.Add(new ExpertEffect.Measure(Version, waiting.Command.Siblings, microBatches, TakeSummed(waiting.Command)));
    }

    // A voided step ends once nothing of it runs any more: the next step may then overwrite the buffers.
    private void EndIfIdle(List<ExpertEffect> effects)
    {
        if (committing is { Command.Apply: false } && doomed.Count == 0 && !measuring && giving == 0) End(effects);
    }

    private void End(List<ExpertEffect> effects)
    {
        var answer = committing;
        ForgetStep(effects);
        Version++;
        grown = false;
        if (answer is { } asked)
            effects.Add(new ExpertEffect.Reply(asked.From, new ExpertEvents.Committed(expert, Epoch, asked.Command.Step, Version)));
    }

    private void ForgetStep(List<ExpertEffect> effects)
    {
        (committing, preparing, preparedNorm) = (null, null, null);
        ForgetGradients(effects);
        sessions.Clear();
        added.Clear();
    }
}
