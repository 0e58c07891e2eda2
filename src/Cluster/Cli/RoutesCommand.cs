using System.CommandLine;
using System.Globalization;
using Moe.Analysis.Ablation;
using Moe.Analysis.Clusters;
using Moe.Analysis.Correlations;
using Moe.Analysis.Plots;
using Moe.Analysis.Report;
using Moe.Analysis.Routes;
using Moe.Analysis.Statistics;
using Moe.Cluster.RouteAnalysis;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Cli;

/// <summary>routes heatmaps, entropy, clusters, correlate, ablate and report.</summary>
internal static class RoutesCommand
{
    private const double FrameSeconds = 0.4;
    private const int ShownMax = 20;

    /// <summary>The command.</summary>
    public static Verb Create() => new("routes", "Looks at the routes of a run: which experts serve which tasks, and why.")
    {
        HeatMaps(), Entropy(), Clusters(), Correlate(), RoutesAblateCommand.Create(), Report(),
    };

    private static Verb HeatMaps()
    {
        var run = RoutesOptions.Run();
        Verb verb = new("heatmaps",
            "Draws the routes of all tasks at every step that was kept, and an animation of them, into the run's folder routes/.",
            "./cluster routes heatmaps runs/first")
        {
            run,
        };
        return verb.Does(parsed =>
        {
            var routes = RunRoutes.Open(parsed.GetRequiredValue(run));
            List<Svg> frames = [];
            foreach (var table in routes.History)
            {
                frames.Add(RouteHeatMap.Of(table, $"Routes of {routes.Name} at step {table.Step}").Draw());
                TextFiles.Replace(routes.PathOf(RouteFiles.HeatMap(table.Step)), frames[^1].ToString());
            }
            var animation = routes.PathOf(RouteFiles.Animation);
            TextFiles.Replace(animation, HeatMapAnimation.Of(frames, FrameSeconds) + "\n");
            parsed.InvocationConfiguration.Output.WriteLine(Line(
                $"{frames.Count} pictures, steps {routes.History[0].Step} to {routes.Last.Step}, and the animation {animation}"));
            return ExitCode.Success;
        });
    }

    private static Verb Entropy()
    {
        var run = RoutesOptions.Run();
        Verb verb = new("entropy",
            "Tells how sure routes are, by layer over training: 0 when a task has one expert, 1 when all have the same weight.",
            "./cluster routes entropy runs/first")
        {
            run,
        };
        return verb.Does(parsed =>
        {
            var (routes, output) = (RunRoutes.Open(parsed.GetRequiredValue(run)), parsed.InvocationConfiguration.Output);
            TextFiles.Replace(routes.PathOf(RouteFiles.Entropy), RouteTablesCsv.Entropy(routes.History));
            TextFiles.Replace(routes.PathOf(RouteFiles.EntropyPicture), EntropyChart(routes).Draw().ToString());
            output.WriteLine("step      " + string.Join("  ", routes.Last.Layers.Select(layer => layer.Name.PadLeft(10))));
            foreach (var table in routes.History)
            {
                output.WriteLine(Line($"{table.Step,-8}  ")
                    + string.Join("  ", RouteEntropy.MeanByLayer(table).Select(value => Line($"{value,10:F3}"))));
            }
            return ExitCode.Success;
        });
    }

    private static Verb Clusters()
    {
        var run = RoutesOptions.Run();
        var count = RunOptions.Optional<int?>("--clusters", "N", "How many clusters. Left out: as many as there are categories.");
        var (permutations, seed) = (RoutesOptions.Permutations(), RoutesOptions.Seed());
        Verb verb = new("clusters",
            "Groups tasks by their routes at the last step and compares the groups with the ontology's categories.",
            "./cluster routes clusters runs/first",
            "./cluster routes clusters runs/first --clusters 4 --permutations 99999")
        {
            run, count, permutations, seed,
        };
        return verb.Does(parsed =>
        {
            var (routes, output) = (RunRoutes.Open(parsed.GetRequiredValue(run)), parsed.InvocationConfiguration.Output);
            var clusters = RouteClusters.Of(routes.Last, parsed.GetValue(count), Of(parsed, permutations, seed));
            TextFiles.Replace(routes.PathOf(RouteFiles.Clusters), RouteTablesCsv.Clusters(clusters));
            for (var cluster = 0; cluster < clusters.Count; cluster++)
                output.WriteLine($"{cluster + 1}: {string.Join(", ", clusters.TasksOf(cluster).Select(task => task.Task))}");
            output.WriteLine(Line($"normalised mutual information with categories {clusters.Agreement:F3} (by chance ")
                + Line($"{clusters.AgreementByChance:F3}), permutation p = {clusters.PValue:G2}, step {routes.Last.Step}"));
            return ExitCode.Success;
        });
    }

    private static Verb Correlate()
    {
        var run = RoutesOptions.Run();
        var (permutations, seed) = (RoutesOptions.Permutations(), RoutesOptions.Seed());
        Verb verb = new("correlate",
            "Correlates every expert's weight over tasks with features of the tasks: categories, and numbers measured on their rows.",
            "./cluster routes correlate runs/first")
        {
            run, permutations, seed,
        };
        return verb.Does(parsed =>
        {
            var (routes, output) = (RunRoutes.Open(parsed.GetRequiredValue(run)), parsed.InvocationConfiguration.Output);
            var features = RunFeatures.Of(routes.Run, routes.Last);
            var correlations = ExpertCorrelations.Of(routes.Last, features, Of(parsed, permutations, seed));
            TextFiles.Replace(routes.PathOf(RouteFiles.Features), RouteTablesCsv.Features(features));
            TextFiles.Replace(routes.PathOf(RouteFiles.Correlations), RouteTablesCsv.Correlations(correlations));
            var significant = correlations.Significant.ToList();
            foreach (var entry in significant.Take(ShownMax))
            {
                output.WriteLine(Line($"{entry.Expert,-14} {entry.Feature,-36} r = {entry.R,6:F2} ")
                    + Line($"{FalseDiscoveries.Stars(entry.Adjusted),-3} p = {entry.PValue:G2}, adjusted {entry.Adjusted:G2}"));
            }
            output.WriteLine(Line($"{significant.Count} of {correlations.All.Count} stand out from chance (adjusted p below 0.05), ")
                + Line($"step {routes.Last.Step}: {routes.PathOf(RouteFiles.Correlations)}"));
            return ExitCode.Success;
        });
    }

    private static Verb Report()
    {
        var run = RoutesOptions.Run();
        var (permutations, seed) = (RoutesOptions.Permutations(), RoutesOptions.Seed());
        Verb verb = new("report",
            "Writes routes.html into the run folder: one page with heatmaps over training, entropy, clusters, correlations and the " +
            "ablations measured so far. It needs no other file and no network.",
            "./cluster routes report runs/first")
        {
            run, permutations, seed,
        };
        return verb.Does(parsed =>
        {
            var routes = RunRoutes.Open(parsed.GetRequiredValue(run));
            var drawn = Of(parsed, permutations, seed);
            var ablations = AblationCsv.Read(routes.PathOf(RouteFiles.Ablation), routes.Last.Step);
            var page = Path.Combine(routes.Run, RouteFiles.Page);
            TextFiles.Replace(page, RoutePage.Write(new RouteReport(
                routes.Name, routes.History, RouteClusters.Of(routes.Last, null, drawn),
                ExpertCorrelations.Of(routes.Last, RunFeatures.Of(routes.Run, routes.Last), drawn), AblationEffect.Of(ablations))));
            parsed.InvocationConfiguration.Output.WriteLine($"report: {page}");
            return ExitCode.Success;
        });
    }

    private static Permutations Of(ParseResult parsed, Option<int> permutations, Option<ulong> seed) =>
        new(parsed.GetRequiredValue(permutations), parsed.GetRequiredValue(seed));

    private static LineChart EntropyChart(RunRoutes routes) => new(RouteEntropy.LinesByLayer(routes.History))
    {
        Title = $"Route entropy of {routes.Name}",
        XLabel = "step",
        YLabel = "entropy, mean over tasks",
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
