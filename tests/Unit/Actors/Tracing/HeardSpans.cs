using System.Collections.Concurrent;
using System.Diagnostics;
using Moe.Actors.Tracing;

namespace Moe.Unit.Specs.Actors.Tracing;

/// <summary>Listens to the spans of one step, which no other test may follow meanwhile.</summary>
internal sealed class HeardSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> ended = new();
    private readonly ActivityListener listener;

    public HeardSpans(long step)
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TrainingSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.GetTagItem(TrainingSpans.StepTag) is long number && number == step) ended.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>Spans in the order in which they ended.</summary>
    public IReadOnlyList<Activity> Ended => [.. ended];

    public void Dispose() => listener.Dispose();
}
