using Moe.Analysis.Ablation;
using Moe.Analysis.Correlations;
using Moe.Analysis.Features;
using Moe.Analysis.Routes;
using Moe.Cluster.Hosting;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Routing;
using Route = Moe.Model.Routing.Route;

namespace Moe.Cluster.RouteAnalysis;

/// <summary>Scores a trained run's tasks with experts switched off. A task whose path stays the same is not scored again.</summary>
internal sealed class AblationRun(TrainedRun trained, ExpertCorrelations correlations, TaskFeatures features)
{
    private readonly Dictionary<string, double> known = [];
    // Slots that growth left off serve no task and cannot be switched off again.
    private readonly IReadOnlyList<RoutedExpert> on =
        [.. correlations.Experts.Where(expert => IsOn(trained, IdOf(trained.Settings.Model, expert)))];

    private readonly bool picksOne = new StageSchedule(trained.Settings.Stages).At(Math.Max(0, trained.Step - 1)).Stage.Selection
        == StageSelection.GumbelSoftmaxStraightThrough;

    /// <summary>Scores tasks without the experts most tied to a feature, and without as many random ones.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="experts">How many experts are switched off.</param>
    /// <param name="draws">How often random ones are drawn.</param>
    /// <param name="seed">Names the draws.</param>
    /// <param name="tasks">The tasks that are scored.</param>
    /// <param name="told">Told of each round of scores.</param>
    public async Task<IReadOnlyList<AblationScore>> Measure(
        TaskFeature feature, int experts, int draws, ulong seed, IReadOnlyList<string> tasks, Action<string> told)
    {
        var tied = AblationChoice.Tied(correlations, on, feature.Name, experts);
        List<AblationScore> scores = [];
        for (var draw = 0; draw <= draws; draw++)
        {
            var off = draw == 0 ? tied : AblationChoice.Random(on, tied, seed, draw);
            var names = string.Join(' ', off);
            told($"{(draw == 0 ? $"tied to {feature.Name}" : $"random draw {draw}")}: without {names}");
            foreach (var task in tasks)
            {
                scores.Add(new AblationScore(
                    feature.Name, draw, names, task, feature.Has(IndexOf(task)),
                    await Score(task, []), await Score(task, off)));
            }
        }
        return scores;
    }

    private int IndexOf(string task) => features.Tasks.Index().First(known => known.Item == task).Index;

    private async Task<double> Score(string task, IReadOnlyList<RoutedExpert> off)
    {
        var route = RouteWithout(task, off);
        var key = $"{task} {string.Join(' ', route.Weights_LE.ToArray())}";
        if (!known.TryGetValue(key, out var score))
            known[key] = score = await trained.ScoreAsync(trained.Data.Gym.Task(task), route);
        return score;
    }

    private Route RouteWithout(string task, IReadOnlyList<RoutedExpert> off)
    {
        var shape = trained.Settings.Model;
        var shares = trained.RouteShares.Of(trained.IndexOf(task));
        var without = correlations.Experts.Except(on).Union(off).Select(expert => IdOf(shape, expert));
        var left = DisabledExperts.Without(shares, ExpertMask.Without(shape, without));
        return picksOne ? left.Picked() : left;
    }

    private static bool IsOn(TrainedRun trained, ExpertId expert) =>
        trained.Experts.IsOn(trained.Settings.Model.RowOf(expert), expert.Number);

    private static ExpertId IdOf(ModelShape shape, RoutedExpert expert) =>
        shape.AllExperts().First(id => id.ToString() == expert.ToString());
}
