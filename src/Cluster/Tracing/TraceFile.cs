using System.Diagnostics;
using Moe.Actors.Tracing;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Tracing;

/// <summary>
/// Keeps the spans that end on a node in a file of its own, which never grows beyond a bound: then the older half of its steps
/// goes. A disk that fails ends the tracing and not the run.
/// </summary>
internal sealed class TraceFile : IDisposable
{
    private readonly string path;
    private readonly string node;
    private readonly Action<string> warn;
    private readonly long bytesMax;
    private readonly Lock gate = new();
    private readonly ActivityListener listener;
    private LineFile? file;
    private bool over;

    /// <summary>Begins to listen.</summary>
    /// <param name="path">The file; made with the first span.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="warn">Told when the file cannot be written.</param>
    /// <param name="bytesMax">Its longest length.</param>
    public TraceFile(string path, string node, Action<string> warn, long bytesMax = 8 << 20)
    {
        (this.path, this.node, this.warn, this.bytesMax) = (path, node, warn, bytesMax);
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TrainingSpans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Take,
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Dispose();
        lock (gate)
        {
            over = true;
            file?.Dispose();
        }
    }

    private void Take(Activity span)
    {
        var line = SpanLine.Of(span, node).ToString();
        lock (gate)
        {
            if (over) return;
            try
            {
                Append(line);
            }
            catch (EnvironmentException failure)
            {
                over = true;
                warn($"nothing is traced any more: {failure.Message}");
            }
        }
    }

    private void Append(string line)
    {
        file ??= LineFile.WithFolder(path);
        file.Append(line);
        if (file.Length > bytesMax) DropOlderHalf(file);
    }

    // Whole steps, since one without some of its spans says wrong things.
    private void DropOlderHalf(LineFile kept)
    {
        var (passed, last) = (0L, long.MinValue);
        kept.Keep(line =>
        {
            passed += line.Length;
            var step = SpanLine.Parse(line).Step;
            if (passed < bytesMax / 2) last = Math.Max(last, step);
            return step > last;
        });
    }
}
