using System.Diagnostics;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;

namespace Moe.Actors.Tracing;

/// <summary>The coordinator's side of the steps that are followed: a span for the step, and one for each of its phases.</summary>
/// <param name="every">Every so-manyth step is followed; 0: none.</param>
internal sealed class StepTrace(int every)
{
    private Activity? step;
    private Activity? phase;

    /// <summary>The run enters a phase.</summary>
    public void Enter(RunPhase entered, long number)
    {
        phase?.Dispose();
        phase = null;
        if (entered == RunPhase.Drawing)
        {
            step?.Dispose();
            step = every > 0 && number % every == 0 ? TrainingSpans.BeginStep(number) : null;
        }
        if (step is null) return;
        if (entered is RunPhase.Drawing or RunPhase.Running or RunPhase.Preparing or RunPhase.Committing or RunPhase.Voiding)
        {
            phase = TrainingSpans.Begin(entered.ToString().ToLowerInvariant(), step.Id, number);
            return;
        }
        step.Dispose();
        step = null;
    }

    /// <summary>The context that goes with a micro-batch: of a followed step the first one is followed through its experts.</summary>
    public string? Of(MicroBatchKey key) => key.Index == 0 ? phase?.Id : null;

    /// <summary>A command to an expert, with the context of the phase it belongs to.</summary>
    public IToExpert Stamped(IToExpert command) => (phase, command) switch
    {
        ({ } span, ExpertCommands.Prepare prepare) => prepare with { Trace = span.Id },
        ({ } span, ExpertCommands.Commit commit) => commit with { Trace = span.Id },
        _ => command,
    };
}
