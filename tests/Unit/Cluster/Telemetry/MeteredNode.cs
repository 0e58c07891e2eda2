using System.Text;
using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Ports;
using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;
using Moe.Unit.Specs.Actors;
using Moe.Unit.Specs.Cluster.Runs;
using Prometheus;

namespace Moe.Unit.Specs.Cluster.Telemetry;

/// <summary>Every metric of a node whose coordinator trains a small run.</summary>
internal sealed class MeteredNode
{
    private readonly CompositeObserver observer;

    public MeteredNode(RunStatus? before = null, TrainingSettings? settings = null)
    {
        settings ??= SmallRun.Settings(SmallRun.Stage("first", 60), SmallRun.Stage("second", 40));
        Node = new NodeMeters(Registry, "abc", ".", Time);
        observer = new CompositeObserver([
            new TrainingMeters(Registry, settings, ["colour", "shape"], Time), new ExpertMeters(Registry, settings.Replicas),
            new ContinuityMeters(Registry, () => before, Time),
        ]);
        Experts = new ExpertWorkMeters(Registry, Time);
    }

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public ManualTime Time { get; } = new();

    public NodeMeters Node { get; }

    public ExpertWorkMeters Experts { get; }

    public IRunObserver Run => observer;

    /// <summary>A phase, after so many seconds.</summary>
    public void Phase(RunPhase phase, double after = 0)
    {
        Time.Advance(after);
        observer.OnPhase(phase);
    }

    /// <summary>A step that ends after so many seconds.</summary>
    public void Step(long step, double after = 1, params string[] nodes)
    {
        Time.Advance(after);
        observer.OnStep(Steps.At(step) with { Nodes = nodes.ToDictionary(node => node, _ => false) });
    }

    public void Event(string kind, long step = 0) => observer.OnEvent(kind, step, new Dictionary<string, object?>());

    /// <summary>What Prometheus would read.</summary>
    public async Task<string> Page()
    {
        using MemoryStream page = new();
        await Registry.CollectAndExportAsTextAsync(page);
        return Encoding.UTF8.GetString(page.ToArray());
    }
}
