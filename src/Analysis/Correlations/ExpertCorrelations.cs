using Moe.Analysis.Features;
using Moe.Analysis.Routes;
using Moe.Analysis.Statistics;

namespace Moe.Analysis.Correlations;

/// <summary>
/// Every expert's weight over tasks against every feature of the tasks: Pearson's r, which for categories is the
/// point-biserial one, with two-sided permutation p-values, adjusted over the whole table.
/// </summary>
public sealed class ExpertCorrelations
{
    private ExpertCorrelations(IReadOnlyList<TaskFeature> features, IReadOnlyList<RoutedExpert> experts,
        IReadOnlyList<ExpertCorrelation> all) => (Features, Experts, All) = (features, experts, all);

    public IReadOnlyList<TaskFeature> Features { get; }

    public IReadOnlyList<RoutedExpert> Experts { get; }

    /// <summary>Feature by feature, and within it expert by expert.</summary>
    public IReadOnlyList<ExpertCorrelation> All { get; }

    /// <param name="table">The routes of one step.</param>
    /// <param name="features">Features of the same tasks in the same order.</param>
    /// <param name="permutations">The orders of the tests.</param>
    /// <exception cref="ArgumentException">The features are of other tasks.</exception>
    public static ExpertCorrelations Of(RouteTable table, TaskFeatures features, Permutations permutations)
    {
        if (!features.Tasks.SequenceEqual(table.Tasks.Select(task => task.Task)))
            throw new ArgumentException("The features are of other tasks than the routes, or in another order.");
        RoutedExpert[] experts = [.. table.Experts];
        double[][] weights = [.. table.Tasks.Select(task => task.Weights.SelectMany(layer => layer).Select(w => (double)w).ToArray())];
        double[]?[] standardized = [.. experts.Select((_, expert) =>
            Correlation.Standardized([.. weights.Select(task => task[expert])]))];
        (double R, double P)[] tests = [.. features.All.SelectMany(feature => Tests(feature, standardized, permutations))];
        double[] adjusted = FalseDiscoveries.Adjust([.. tests.Select(test => test.P)]);
        return new ExpertCorrelations(features.All, experts, [.. tests.Select((test, i) => new ExpertCorrelation(
            experts[i % experts.Length], features.All[i / experts.Length].Name, test.R, test.P, adjusted[i]))]);
    }

    /// <summary>A feature's row, expert by expert.</summary>
    public IEnumerable<ExpertCorrelation> Row(string feature) => All.Where(entry => entry.Feature == feature);

    /// <summary>The entries that chance explains badly, the strongest first.</summary>
    public IEnumerable<ExpertCorrelation> Significant => All
        .Where(entry => FalseDiscoveries.Stars(entry.Adjusted).Length > 0).OrderByDescending(entry => Math.Abs(entry.R));

    // One set of orders serves all experts: each test stays valid by itself.
    private static IEnumerable<(double R, double P)> Tests(TaskFeature feature, double[]?[] experts, Permutations permutations)
    {
        double[] values = Correlation.Standardized(feature.Values)!;
        double[] observed = [.. experts.Select(expert => expert is null ? double.NaN : Correlation.Dot(expert, values))];
        var hits = new int[experts.Length];
        var permuted = new double[values.Length];
        foreach (int[] order in permutations.Orders(values.Length, feature.Name))
        {
            for (int i = 0; i < permuted.Length; i++)
                permuted[i] = values[order[i]];
            for (int expert = 0; expert < experts.Length; expert++)
            {
                if (experts[expert] is { } weights
                    && Math.Abs(Correlation.Dot(weights, permuted)) >= Math.Abs(observed[expert]) - Permutations.Tolerance)
                {
                    hits[expert]++;
                }
            }
        }

        return observed.Select((r, expert) => (r, double.IsNaN(r) ? double.NaN : permutations.PValue(hits[expert])));
    }
}
