using Moe.Actors.Ports;
using Moe.Model;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>Load, version and place of every expert, as the coordinator sees them.</summary>
internal sealed class ExpertMeters(CollectorRegistry registry) : IRunObserver
{
    private readonly Counter microBatches = registry.NewCounter(MetricNames.ExpertMicroBatches);
    private readonly Counter updates = registry.NewCounter(MetricNames.ExpertUpdates);
    private readonly Gauge version = registry.NewGauge(MetricNames.ExpertVersion);
    private readonly Gauge place = registry.NewGauge(MetricNames.ExpertPlace);
    private readonly Dictionary<ExpertId, Known> experts = [];

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        foreach (var (expert, node) in step.Places)
        {
            if (!experts.TryGetValue(expert, out var known)) experts[expert] = known = NewKnown(expert);
            known.Version.Set(step.Step + 1);
            if (step.Load.TryGetValue(expert, out var load))
            {
                known.MicroBatches.Inc(load);
                if (step.Committed) known.Updates.Inc();
            }
            if (known.Node != node) Move(known, node);
        }
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
    }

    /// <summary>What the label layer says of an expert: its name without the number.</summary>
    public static string LayerOf(ExpertId expert)
    {
        var name = expert.ToString();
        return expert.Kind == ExpertKind.Vocabulary ? name : name[..name.LastIndexOf('.')];
    }

    private Known NewKnown(ExpertId expert)
    {
        var (name, layer) = (expert.ToString(), LayerOf(expert));
        Known known = new(name, microBatches.WithLabels(name, layer), updates.WithLabels(name, layer), version.WithLabels(name, layer));
        known.MicroBatches.Publish();
        known.Updates.Publish();
        return known;
    }

    private void Move(Known known, string node)
    {
        if (known.Node is { } last) place.RemoveLabelled(known.Name, last);
        known.Node = node;
        place.WithLabels(known.Name, node).Set(1);
    }

    private sealed record Known(string Name, Counter.Child MicroBatches, Counter.Child Updates, Gauge.Child Version)
    {
        public string? Node { get; set; }
    }
}
