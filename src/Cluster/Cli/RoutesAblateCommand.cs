using System.CommandLine;
using System.Globalization;
using Moe.Actors;
using Moe.Analysis.Ablation;
using Moe.Analysis.Correlations;
using Moe.Analysis.Statistics;
using Moe.Cluster.Hosting;
using Moe.Cluster.RouteAnalysis;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Cli;

/// <summary>routes ablate.</summary>
internal static class RoutesAblateCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var run = RoutesOptions.Run();
        var feature = RunOptions.Required<string>(
            "--feature", "NAME", "What the experts are tied to, such as category:extraction or output-is-span; a wrong name lists all.");
        var experts = AtLeastOne("--experts", "Experts that are switched off.", 3);
        var draws = AtLeastOne("--draws", "Draws of as many random experts.", 5);
        var rows = RunOptions.WithDefault("--rows", "N", "Dev rows a task that are scored; 0: all.", 20);
        var tasks = RunOptions.Optional<string>("--tasks", "NAME,...", "The tasks that are scored. Left out: all.");
        var (seed, device) = (RoutesOptions.Seed(), RunOptions.Device());
        Verb verb = new("ablate",
            "Switches off the experts most tied to a feature, and as many random ones, and scores the tasks on dev rows. The routes " +
            "share what is left among the other experts. `routes report` shows all features that were measured.",
            "./cluster routes ablate runs/first --feature category:extraction",
            "./cluster routes ablate runs/first --feature output-is-span --experts 2 --draws 10 --rows 0")
        {
            run, feature, experts, draws, rows, tasks, seed, device,
        };
        return verb.Does(async parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var folder = parsed.GetRequiredValue(run);
            var routes = RunRoutes.Open(folder);
            var features = RunFeatures.Of(folder, routes.Last);
            var named = features.Named(parsed.GetRequiredValue(feature));
            TrainCommand.Announce(error);
            TorchLibrary.Require();
            using var trained = await TrainedRun.OpenAsync(
                folder, new NodeSettings { Device = parsed.GetRequiredValue(device) }, error.WriteLine,
                settings => settings with
                {
                    Evaluation = settings.Evaluation with { RowsPerTask = parsed.GetRequiredValue(rows) },
                });
            // Experts are chosen by r alone: p-values are not looked at.
            var correlations = ExpertCorrelations.Of(routes.At(trained.Step), features, new Permutations(1, 0));
            AblationRun ablation = new(trained, correlations, features);
            var scores = await ablation.Measure(
                named, parsed.GetRequiredValue(experts), parsed.GetRequiredValue(draws), parsed.GetRequiredValue(seed),
                Chosen(parsed.GetValue(tasks), trained, features.Tasks), output.WriteLine);
            var kept = routes.PathOf(RouteFiles.Ablation);
            TextFiles.Replace(kept, AblationCsv.Write(trained.Step,
                [.. AblationCsv.Read(kept, trained.Step).Where(score => score.Feature != named.Name), .. scores]));
            Print(AblationEffect.Of(scores)[0], output);
            return ExitCode.Success;
        });
    }

    private static IReadOnlyList<string> Chosen(string? names, TrainedRun trained, IReadOnlyList<string> all)
    {
        if (names is null) return all;
        var wanted = names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var task in wanted) _ = trained.IndexOf(task);
        return wanted;
    }

    private static void Print(AblationEffect effect, TextWriter output)
    {
        foreach (var (name, side) in new[] { ("with the feature", effect.With), ("others", effect.Without) })
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{side.Tasks,3} tasks {name,-16} score {side.Whole:F3}, without tied experts {Signed(side.Tied)}, without random ones ") +
                $"{Signed(side.RandomMean)} ({string.Join(' ', side.Random.Select(Signed))})");
        }
    }

    private static string Signed(double change) => change.ToString("+0.000;-0.000", CultureInfo.InvariantCulture);

    private static Option<int> AtLeastOne(string name, string description, int ifLeftOut)
    {
        var option = RunOptions.WithDefault(name, "N", description, ifLeftOut);
        option.Validators.Add(result => RunOptions.RequireAtLeast(result, name, 1));
        return option;
    }
}
