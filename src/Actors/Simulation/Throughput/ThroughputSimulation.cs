using Moe.Model.Failures;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// A training of a large cluster by what things cost: the protocol's own states and the planner, made-up tasks, on a virtual
/// clock. No tensor, no thread, no real clock; the same settings give the same result. What it leaves out is in
/// docs/simulation.md.
/// </summary>
public sealed class ThroughputSimulation
{
    private readonly ThroughputSettings settings;

    /// <summary>A simulation of a cluster.</summary>
    /// <exception cref="ConfigurationException">A setting is out of range.</exception>
    public ThroughputSimulation(ThroughputSettings settings) => this.settings = settings.Validated();

    /// <summary>Runs until the wanted steps are committed.</summary>
    /// <exception cref="EnvironmentException">The experts do not fit the nodes.</exception>
    public ThroughputResult Run()
    {
        var cluster = new TimedCluster(settings);
        cluster.Run();
        if (cluster.Outcome is { End: RunEnd.Failed, Failure: { } failure })
            throw new EnvironmentException($"The simulated run failed at step {cluster.Outcome.Steps}: {failure.Message}", failure);
        return new ThroughputResult
        {
            Steps = cluster.Clock.Steps,
            Recoveries = cluster.Losses.Recoveries,
            Placement = cluster.Placement!,
            Traffic = cluster.Traffic,
            Seconds = cluster.Now,
            Tokens = (double)settings.Steps * settings.MicroBatchesOfStep * cluster.Costs.Tokens,
            Bytes = cluster.Links.Bytes,
            Waited = (cluster.WaitedForLanes, cluster.Links.Waited),
            MicroBatches = (long)cluster.Clock.Steps.Count * settings.MicroBatchesOfStep,
            Events = cluster.Events,
            Moves = cluster.Moves,
        };
    }
}
