using Moe.Actors.Ports;
using Moe.Cluster.Http.Dashboard;
using Moe.Cluster.Runs;
using Moe.Unit.Specs.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http.Dashboard;

public sealed class ScoreBookSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ScoreBook book;

    public ScoreBookSpecs() => book = new ScoreBook(new TaskCategories(TinyGym.Write(folder, "gym")));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shows_the_newest_score_of_every_task_in_the_ontologys_order_by_rows()
    {
        Add(10, "dev", 0.25, 0.5);
        Add(20, "dev", 0.5, double.NaN);
        Add(20, "test", 0.75, 1);

        var tables = book.Read();

        Assert.Equal([("shape", "world"), ("colour", "lexical")], tables.Tasks.Select(task => (task.Task, task.Category)));
        Assert.Equal([("dev", null), ("test", 1)], tables.Tasks[0].Scores.Select(score => (score.Key, score.Value)));
        Assert.Equal([("dev", 0.5), ("test", 0.75)], tables.Tasks[1].Scores.Select(score => (score.Key, score.Value)));
    }

    [Fact]
    public void Shows_means_of_evaluations_overall_and_by_category()
    {
        Add(10, "dev", 0.25, 0.5);

        var means = Assert.Single(book.Read().Evaluations);

        Assert.Equal((10L, "dev", 0.375), (means.Step, means.Rows, means.Mean));
        Assert.Equal((0.25, 0.5), (means.Categories["lexical"], means.Categories["world"]));
    }

    [Fact]
    public void An_evaluation_that_is_done_again_takes_the_place_of_the_first_and_of_what_came_after()
    {
        foreach (var step in (long[])[10, 20, 30]) Add(step, "dev", 0.1, 0.1);

        Add(20, "dev", 0.3, 0.3);

        Assert.Equal([(10, 0.1), (20, 0.3)], book.Read().Evaluations.Select(one => (one.Step, one.Mean)));
    }

    private void Add(long step, string rows, double colour, double shape) => book.Add(new EvaluationRecord(
        step, rows, new Dictionary<string, double> { ["colour"] = colour, ["shape"] = shape }, new Dictionary<string, float[]>(), 1));
}
