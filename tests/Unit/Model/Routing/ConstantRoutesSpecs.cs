using Moe.Model.Failures;
using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class ConstantRoutesSpecs
{
    [Fact]
    public void Gives_every_expert_the_same_weight_on_average() =>
        Assert.All(ConstantRoutes.Average(ExpertMask.AllOn(2, 4), [0, 1, 2]).Weights_LBE.ToArray(),
            weight => Assert.Equal(0.25f, weight));

    [Fact]
    public void Draws_an_expert_for_each_layer_and_row_anew_in_each_micro_batch()
    {
        var moment = new RoutingMoment(5, 1, 0);
        var first = ConstantRoutes.InstanceRandom(AllOn(6), new int[500], moment);

        var counts = Enumerable.Range(0, 6).SelectMany(first.Picks).CountBy(pick => pick).ToDictionary();
        Assert.All(Enumerable.Range(0, 3), expert => Assert.Equal(1 / 3.0, counts[expert] / 3000.0, 0.03));
        Assert.All(Enumerable.Range(0, 500), row => Assert.Equal(6, first.Of(row).Layers));
        Assert.NotEqual(first.Picks(0),
            ConstantRoutes.InstanceRandom(AllOn(6), new int[500], moment with { MicroBatch = 1 }).Picks(0));
    }

    [Fact]
    public void Evaluates_instance_random_models_on_one_path_of_the_run()
    {
        Assert.Equal(ConstantRoutes.RandomPath(AllOn(12), 5).Picks(), ConstantRoutes.RandomPath(AllOn(12), 5).Picks());
        Assert.NotEqual(ConstantRoutes.RandomPath(AllOn(12), 5).Picks(), ConstantRoutes.RandomPath(AllOn(12), 6).Picks());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gives_a_task_as_many_distinct_experts_as_asked_with_equal_weight(int expertsPerTask)
    {
        var table = new TaskRandomRoutes(tasks: 40, AllOn(12), expertsPerTask, seed: 8);

        for (var task = 0; task < 40; task++)
        {
            for (var layer = 0; layer < 12; layer++)
            {
                Assert.Equal(expertsPerTask, table[task].Layer(layer).Count(1f / expertsPerTask));
                Assert.Equal(3 - expertsPerTask, table[task].Layer(layer).Count(0f));
            }
        }
    }

    [Fact]
    public void Keeps_a_tasks_random_route_when_other_tasks_join()
    {
        var few = new TaskRandomRoutes(3, AllOn(12), 1, seed: 8);
        var many = new TaskRandomRoutes(30, AllOn(12), 1, seed: 8);

        Assert.Equal(few[2].Picks(), many[2].Picks());
        Assert.NotEqual(many[2].Picks(), many[3].Picks());
        Assert.Equal(many[2].Picks(), many.Of([7, 2]).Of(1).Picks());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Refuses_a_number_of_experts_no_layer_has(int expertsPerTask) =>
        Assert.Throws<ConfigurationException>(() => new TaskRandomRoutes(2, AllOn(2), expertsPerTask, seed: 1));

    [Fact]
    public void Take_the_experts_that_are_on_alone()
    {
        var mask = ExpertMask.AllOn(2, 3).With(0, 0, on: false).With(0, 2, on: false).With(1, 1, on: false);
        int[] tasks = [.. Enumerable.Range(0, 40)];

        RouteBatch[] routes =
        [
            ConstantRoutes.Average(mask, tasks), ConstantRoutes.First(mask, tasks),
            ConstantRoutes.InstanceRandom(mask, tasks, new RoutingMoment(5, 1, 0)),
            RouteBatch.Repeat(ConstantRoutes.RandomPath(mask, 5), tasks), new TaskRandomRoutes(40, mask, 2, seed: 8).Of(tasks),
        ];

        Assert.All(routes, batch => Assert.All(tasks, task =>
        {
            Assert.Equal([0, 1, 0], batch.Weights(0, task).ToArray());
            Assert.Equal(0, batch.Weights(1, task)[1]);
            Assert.Equal(1, batch.Weights(1, task)[0] + batch.Weights(1, task)[2]);
        }));
        Assert.Equal([0.5f, 0, 0.5f], routes[0].Weights(1, 7).ToArray());
    }

    [Fact]
    public void Keep_a_tasks_random_route_when_an_expert_that_it_does_not_take_is_switched_off()
    {
        var whole = new TaskRandomRoutes(60, AllOn(4), 1, seed: 8);
        var pruned = new TaskRandomRoutes(60, AllOn(4).With(2, 1, on: false), 1, seed: 8);

        for (var task = 0; task < 60; task++)
        {
            if (whole[task].Pick(2) != 1) Assert.Equal(whole[task].Picks(), pruned[task].Picks());
            else Assert.NotEqual(1, pruned[task].Pick(2));
        }
    }

    private static ExpertMask AllOn(int layers) => ExpertMask.AllOn(layers, 3);
}
