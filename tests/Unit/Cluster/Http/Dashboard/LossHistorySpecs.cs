using Moe.Cluster.Http.Dashboard;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http.Dashboard;

public sealed class LossHistorySpecs
{
    private readonly LossHistory history = new(pointsMost: 4);

    [Fact]
    public void Is_a_point_a_step_while_there_are_few()
    {
        Add(0, ("colour", 20, 10), ("shape", 10, 10));
        Add(1, ("shape", 6, 2));

        var curves = Read();

        Assert.Equal(1, curves.StepsPerPoint);
        Assert.Equal([0, 1], curves.Steps);
        Assert.Equal([1.5, 3], curves.Loss);
        Assert.Equal(["colour", "shape"], curves.Series.Keys);
        Assert.Equal([2, null], curves.Series["colour"]);
        Assert.Equal([1, 3], curves.Series["shape"]);
    }

    [Fact]
    public void Never_has_more_points_than_it_may_and_keeps_their_means()
    {
        for (var step = 0; step < 1000; step++) Add(step, ("colour", step, 1 + (step % 3)));

        var curves = Read();

        Assert.Equal(256, curves.StepsPerPoint);
        Assert.Equal([0, 256, 512, 768], curves.Steps);
        var (loss, tokens) = (Enumerable.Range(256, 256).Sum(), Enumerable.Range(256, 256).Sum(step => 1 + (step % 3)));
        Assert.Equal((double)loss / tokens, curves.Loss[1]!.Value, 1e-4);
    }

    [Fact]
    public void Drops_what_comes_after_a_step_that_is_done_again()
    {
        for (var step = 0; step < 4; step++) Add(step, ("colour", 10, 1));

        Add(1, ("colour", 20, 1));

        Assert.Equal([0, 1], Read().Steps);
        Assert.Equal([10, 15], Read().Loss);
    }

    [Fact]
    public void Leaves_out_points_before_a_step_and_tasks_of_no_group()
    {
        for (var step = 0; step < 6; step++) Add(step, ("colour", 10, 1), ("shape", 30, 1));

        var curves = history.Read(3, task => task == "colour" ? "world" : null);

        Assert.Equal(2, curves.StepsPerPoint);
        Assert.Equal([2, 4], curves.Steps);
        Assert.Equal(["world"], curves.Series.Keys);
        Assert.Equal([10, 10], curves.Series["world"]);
    }

    [Fact]
    public void A_loss_that_is_no_number_leaves_a_gap()
    {
        Add(0, ("colour", double.NaN, 10));

        Assert.Equal([null], Read().Loss);
    }

    private void Add(long step, params (string Task, double Loss, int Tokens)[] byTask) =>
        history.Add(step, byTask.ToDictionary(task => task.Task, task => (task.Loss, task.Tokens)));

    private LossCurves Read() => history.Read(0, task => task);
}
