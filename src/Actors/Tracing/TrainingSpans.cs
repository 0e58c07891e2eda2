using System.Diagnostics;
using Moe.Model;

namespace Moe.Actors.Tracing;

/// <summary>
/// Spans of the steps that are followed, as OpenTelemetry knows them: whoever listens to the source named
/// <see cref="SourceName"/> is told each when it ends. A span's parent is named by its W3C trace context, which travels in messages;
/// where there is none nothing is followed and nothing is done.
/// </summary>
public static class TrainingSpans
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Moe.Training";

    /// <summary>Tag with the number of the step.</summary>
    public const string StepTag = "moe.step";

    /// <summary>Tag with the index of the micro-batch.</summary>
    public const string MicroBatchTag = "moe.micro_batch";

    /// <summary>Tag with the expert's name.</summary>
    public const string ExpertTag = "moe.expert";

    /// <summary>Tag with the operation's name.</summary>
    public const string OperationTag = "moe.operation";

    /// <summary>Span of something that waits for a lane.</summary>
    public const string Queue = "queue";

    /// <summary>Span of tensors that come from another node.</summary>
    public const string Transfer = "transfer";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the span of a step, above all others of it; null: nobody listens.</summary>
    internal static Activity? BeginStep(long step) => Start("step", default, step);

    /// <summary>Begins a span; null: its parent is none, or nobody listens.</summary>
    internal static Activity? Begin(string name, string? parent, long step, ExpertId? expert = null, string? operation = null)
    {
        if (parent is null || !ActivityContext.TryParse(parent, null, isRemote: true, out var context)) return null;
        var span = Start(name, context, step);
        if (expert is { } known) span?.SetTag(ExpertTag, known.ToString());
        if (operation is not null) span?.SetTag(OperationTag, operation);
        return span;
    }

    /// <summary>Work for a lane, with a span while it waits and one of the given name while it is done.</summary>
    internal static Func<T> Follow<T>(string name, string? parent, long step, ExpertId? expert, Func<T> work)
    {
        if (Begin(Queue, parent, step, expert) is not { } waiting) return work;
        return () =>
        {
            waiting.Stop();
            using var doing = Begin(name, parent, step, expert);
            return work();
        };
    }

    // Not left as the thread's current one: it ends in another turn, after others of this thread.
    private static Activity? Start(string name, ActivityContext parent, long step)
    {
        var before = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent);
        Activity.Current = before;
        return span?.SetTag(StepTag, step);
    }
}
