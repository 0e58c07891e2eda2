using Moe.Actors;
using Moe.Actors.Ports;
using Moe.Model;
using Prometheus;

namespace Moe.Cluster.Telemetry;

/// <summary>Load, version, replicas and places of every expert, and whether it is on, as the coordinator sees them.</summary>
internal sealed class ExpertMeters(CollectorRegistry registry, ReplicaSettings replicas) : IRunObserver
{
    private readonly Counter microBatches = registry.NewCounter(MetricNames.ExpertMicroBatches);
    private readonly Counter updates = registry.NewCounter(MetricNames.ExpertUpdates);
    private readonly Gauge version = registry.NewGauge(MetricNames.ExpertVersion);
    private readonly Gauge on = registry.NewGauge(MetricNames.ExpertOn);
    private readonly Gauge there = registry.NewGauge(MetricNames.ExpertReplicas);
    private readonly Gauge planned = registry.NewGauge(MetricNames.ExpertReplicasPlanned);
    private readonly Gauge place = registry.NewGauge(MetricNames.ExpertPlace);
    private readonly Dictionary<ExpertId, Known> experts = [];
    private readonly Dictionary<ExpertId, string> places = [];

    /// <inheritdoc/>
    public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
    {
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        foreach (var replicasThere in step.Places.Keys.CountBy(replica => replica.AsExpert()))
        {
            var known = Of(replicasThere.Key);
            known.Version.Set(step.Step + 1);
            known.On.Set(step.Off.Contains(replicasThere.Key) ? 0 : 1);
            known.There.Set(replicasThere.Value);
        }
        foreach (var load in step.Load.GroupBy(entry => entry.Key.AsExpert()))
        {
            var known = Of(load.Key);
            known.MicroBatches.Inc(load.Sum(entry => entry.Value));
            if (step.Committed) known.Updates.Inc();
        }
        ShowPlaces(step.Places);
    }

    /// <inheritdoc/>
    public void OnEvaluation(EvaluationRecord evaluation)
    {
    }

    // What is counted starts on the page with 0, so that the first of it is seen as an increase.
    private Known Of(ExpertId expert)
    {
        if (experts.TryGetValue(expert, out var known)) return known;
        var name = expert.ToString();
        var layer = expert.Kind == ExpertKind.Vocabulary ? name : name[..name.LastIndexOf('.')];
        known = new Known(microBatches.WithLabels(name, layer), updates.WithLabels(name, layer), version.WithLabels(name, layer),
            on.WithLabels(name, layer), there.WithLabels(name, layer));
        known.MicroBatches.Publish();
        known.Updates.Publish();
        planned.WithLabels(name, layer).Set(replicas.Of(expert));
        return experts[expert] = known;
    }

    private void ShowPlaces(IReadOnlyDictionary<ExpertId, string> now)
    {
        foreach (var (replica, node) in places.Where(old => now.GetValueOrDefault(old.Key) != old.Value).ToArray())
        {
            places.Remove(replica);
            place.RemoveLabelled(replica.ToString(), node);
        }
        foreach (var (replica, node) in now)
        {
            if (places.TryAdd(replica, node)) place.WithLabels(replica.ToString(), node).Set(1);
        }
    }

    private sealed record Known(
        Counter.Child MicroBatches, Counter.Child Updates, Gauge.Child Version, Gauge.Child On, Gauge.Child There);
}
