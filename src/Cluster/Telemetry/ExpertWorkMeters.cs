using System.Collections.Concurrent;
using Moe.Actors.Ports;
using Moe.Model;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>What the experts that live here take of lanes and memory, and how long their work waits.</summary>
internal sealed class ExpertWorkMeters : IExpertObserver
{
    private static readonly string[] Kinds = [.. Enum.GetNames<ExpertWork>().Select(name => name.ToLowerInvariant())];

    private readonly TimeProvider time;
    private readonly Counter workSeconds, pieces, waitSeconds;
    private readonly Gauge queueAge, bytes;
    private readonly ConcurrentDictionary<ExpertId, Watched> experts = new();

    /// <summary>Makes the metrics.</summary>
    public ExpertWorkMeters(CollectorRegistry registry, TimeProvider time)
    {
        this.time = time;
        (workSeconds, pieces) = (registry.NewCounter(MetricNames.ExpertWorkSeconds), registry.NewCounter(MetricNames.ExpertWorkPieces));
        (waitSeconds, queueAge) = (registry.NewCounter(MetricNames.ExpertWaitSeconds), registry.NewGauge(MetricNames.ExpertQueueAge));
        bytes = registry.NewGauge(MetricNames.ExpertBytes);
        registry.AddBeforeCollectCallback(() =>
        {
            foreach (var watched in experts.Values)
                watched.QueueAge.Set(watched.OldestWaiting() is { } since ? time.GetElapsedTime(since).TotalSeconds : 0);
        });
    }

    /// <inheritdoc/>
    public void OnStarted(ExpertId expert, string device, long bytes)
    {
        var name = expert.ToString();
        experts[expert] = new Watched(device, waitSeconds.WithLabels(name), queueAge.WithLabels(name),
            [.. Kinds.Select(kind => (workSeconds.WithLabels(name, kind), pieces.WithLabels(name, kind)))]);
        this.bytes.WithLabels(name, device).Set(bytes);
    }

    /// <inheritdoc/>
    public void OnStopped(ExpertId expert)
    {
        if (!experts.TryRemove(expert, out var watched)) return;
        var name = expert.ToString();
        foreach (var kind in Kinds)
        {
            workSeconds.RemoveLabelled(name, kind);
            pieces.RemoveLabelled(name, kind);
        }
        waitSeconds.RemoveLabelled(name);
        queueAge.RemoveLabelled(name);
        bytes.RemoveLabelled(name, watched.Device);
    }

    /// <inheritdoc/>
    public Func<T> Watch<T>(ExpertId expert, ExpertWork kind, Func<T> work)
    {
        if (!experts.TryGetValue(expert, out var watched)) return work;
        var queued = watched.Queue(time.GetTimestamp());
        return () =>
        {
            var began = time.GetTimestamp();
            watched.Begin(queued, time.GetElapsedTime(queued.Value, began).TotalSeconds);
            var done = work();
            var (seconds, count) = watched.Work[(int)kind];
            seconds.Inc(time.GetElapsedTime(began).TotalSeconds);
            count.Inc();
            return done;
        };
    }

    private sealed record Watched(
        string Device, Counter.Child WaitSeconds, Gauge.Child QueueAge, (Counter.Child Seconds, Counter.Child Count)[] Work)
    {
        private readonly Lock gate = new();
        private readonly LinkedList<long> waiting = [];

        public long? OldestWaiting()
        {
            lock (gate) return waiting.First?.Value;
        }

        public LinkedListNode<long> Queue(long at)
        {
            lock (gate) return waiting.AddLast(at);
        }

        public void Begin(LinkedListNode<long> queued, double waitedSeconds)
        {
            lock (gate) waiting.Remove(queued);
            WaitSeconds.Inc(waitedSeconds);
        }
    }
}
