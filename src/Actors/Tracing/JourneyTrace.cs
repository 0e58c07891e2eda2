using System.Diagnostics;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Tracing;

/// <summary>
/// A router's side of a micro-batch that is followed: a span for its whole way, one for each expert while its answer is waited for,
/// and one while the tensors of an answer come.
/// </summary>
internal sealed class JourneyTrace : IDisposable
{
    private readonly Activity whole;
    private readonly long step;
    private readonly Dictionary<ExpertId, Activity> waits = [];
    private readonly Dictionary<ExpertId, Activity> transfers = [];

    private JourneyTrace(Activity whole, long step) => (this.whole, this.step) = (whole, step);

    /// <summary>The context of the whole way.</summary>
    public string? Context => whole.Id;

    /// <summary>The way of a micro-batch begins; null: it is not followed.</summary>
    public static JourneyTrace? Of(RouterCommands.Assign assign)
    {
        var key = assign.Plan.Key;
        return TrainingSpans.Begin("micro-batch", assign.Trace, key.Step) is { } whole
            ? new JourneyTrace(whole.SetTag(TrainingSpans.MicroBatchTag, key.Index), key.Step)
            : null;
    }

    /// <summary>An expert is asked.</summary>
    /// <returns>The context that goes with the question.</returns>
    public string? Ask(ExpertId expert, string operation)
    {
        if (TrainingSpans.Begin("wait", whole.Id, step, expert, operation) is not { } wait) return null;
        waits[expert] = wait;
        return wait.Id;
    }

    /// <summary>An answer is here, and its tensors may still be elsewhere.</summary>
    public void Coming(ExpertEvents.Computed answer)
    {
        if (!waits.TryGetValue(answer.Expert, out var wait) || transfers.ContainsKey(answer.Expert)) return;
        if (answer.Result.Handles.Any(handle => handle.IsElsewhere)
            && TrainingSpans.Begin(TrainingSpans.Transfer, wait.Id, step, answer.Expert) is { } transfer)
            transfers[answer.Expert] = transfer;
    }

    /// <summary>An answer is taken.</summary>
    public void Take(ExpertId expert)
    {
        if (transfers.Remove(expert, out var transfer)) transfer.Dispose();
        if (waits.Remove(expert, out var wait)) wait.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var open in transfers.Values.Concat(waits.Values)) open.Dispose();
        whole.Dispose();
    }
}
