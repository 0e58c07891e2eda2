using Moe.Analysis.Ablation;
using Moe.Analysis.Clusters;
using Moe.Analysis.Correlations;
using Moe.Analysis.Routes;

namespace Moe.Analysis.Report;

/// <summary>Everything that a page on a run's routes shows.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="History">Routes at every step that was kept, in order; the same tasks and layers in all.</param>
/// <param name="Clusters">The last step's tasks by their routes.</param>
/// <param name="Correlations">The last step's experts against task features.</param>
/// <param name="Ablations">Effects of switched off experts; empty when none were measured.</param>
public sealed record RouteReport(
    string Run,
    IReadOnlyList<RouteTable> History,
    RouteClusters Clusters,
    ExpertCorrelations Correlations,
    IReadOnlyList<AblationEffect> Ablations)
{
    /// <summary>The routes that clusters and correlations are about.</summary>
    public RouteTable Last => History[^1];
}
