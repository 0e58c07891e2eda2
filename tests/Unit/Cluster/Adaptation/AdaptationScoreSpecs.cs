using Moe.Cluster.Adaptation;
using Moe.Curriculum.Adaptation;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Adaptation;

public sealed class AdaptationScoreSpecs
{
    [Fact]
    public void The_best_dev_score_of_a_task_and_seed_is_selected_and_the_first_of_equals()
    {
        AdaptationScore[] scores =
        [
            Score("a", 13, 1e-3, dev: 0.2, test: 0.9), Score("a", 13, 2e-3, dev: 0.4, test: 0.1), Score("a", 13, 3e-3, dev: 0.4, test: 0.7),
            Score("a", 21, 1e-3, dev: null, test: 0.3), Score("a", 21, 2e-3, dev: 0, test: 0.2),
            Score("b", 13, 1e-3, dev: null, test: null),
        ];

        var selected = AdaptationScore.Selected(scores);

        Assert.Equal([("a", 13, 2e-3), ("a", 21, 2e-3), ("b", 13, 1e-3)], selected.Select(score => (score.Task, score.Seed, score.Rate)));
    }

    [Fact]
    public void A_line_reads_back_as_it_was()
    {
        var score = Score("spam_sms", 100, 3e-5, dev: 1.0 / 3, test: null);

        Assert.Equal(score, AdaptationScore.Parse(score.Line()));
        Assert.DoesNotContain('\n', score.Line());
    }

    [Fact]
    public void A_grid_has_a_job_for_every_combination_with_a_name_of_its_own()
    {
        var jobs = AdaptationJob.Of(["a", "b"], new AdaptationSettings());

        Assert.Equal(2 * 5 * 9, jobs.Select(job => job.Name).Distinct().Count());
        Assert.Equal("a-13-1E-05-2", jobs[0].Name);
    }

    private static AdaptationScore Score(string task, int seed, double rate, double? dev, double? test) =>
        new(task, seed, rate, 8, dev, test, 100, 1.5);
}
