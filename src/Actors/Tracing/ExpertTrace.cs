using System.Diagnostics;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Tracing;

/// <summary>
/// An expert's side of what is followed: the contexts that came with its messages, for the work that follows from them, and a span
/// while the tensors of a message come.
/// </summary>
internal sealed class ExpertTrace(ExpertId expert)
{
    private readonly Dictionary<MicroBatchKey, string> microBatches = [];
    private readonly Dictionary<string, Activity> transfers = [];

    /// <summary>The context of the step's Prepare; null: it is not followed.</summary>
    public string? Preparing { get; private set; }

    /// <summary>The context of the step's Commit; null: it is not followed.</summary>
    public string? Committing { get; private set; }

    /// <summary>The newest context of a micro-batch; null: it is not followed.</summary>
    public string? Of(MicroBatchKey key) => microBatches.GetValueOrDefault(key);

    /// <summary>A message is here, and its tensors may still be elsewhere.</summary>
    public void Coming(object message, IReadOnlyList<TensorHandle> handles)
    {
        switch (message)
        {
            case ExpertCommands.Compute { Trace: { } context } compute:
                // Of older steps nothing is done any more.
                if (!microBatches.Keys.All(key => key.Step == compute.Key.Step)) microBatches.Clear();
                microBatches[compute.Key] = context;
                if (!transfers.ContainsKey(context) && handles.Any(handle => handle.IsElsewhere)
                    && TrainingSpans.Begin(TrainingSpans.Transfer, context, compute.Key.Step, expert) is { } transfer)
                    transfers[context] = transfer;
                break;
            case ExpertCommands.Prepare prepare:
                Preparing = prepare.Trace;
                break;
            case ExpertCommands.Commit commit:
                Committing = commit.Trace;
                break;
        }
    }

    /// <summary>The tensors of a message are here, or will not come.</summary>
    public void Came(object message)
    {
        if (message is ExpertCommands.Compute { Trace: { } context } && transfers.Remove(context, out var transfer)) transfer.Dispose();
    }
}
