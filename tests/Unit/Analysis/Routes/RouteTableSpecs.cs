using Moe.Analysis.Routes;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Routes;

public sealed class RouteTableSpecs
{
    private static readonly RouteLayer[] _layers = [new("encoder.0", 2)];

    [Fact]
    public void Orders_tasks_and_puts_unknown_ones_last() => Assert.Equal(
        ["airport_country", "city_country", "bing, \"polarity\""],
        RouteSamples.Table().OrderedBy(["other", "airport_country", "city_country"]).Tasks.Select(task => task.Task));

    [Fact]
    public void Refuses_a_task_that_comes_twice() => Refused(
        "comes twice", new TaskRoute("a", "c", [[1, 0]]), new TaskRoute("a", "c", [[0, 1]]));

    [Fact]
    public void Refuses_routes_of_another_shape()
    {
        Refused("expected 1 layers, found 2", new TaskRoute("a", "c", [[1, 0], [1, 0]]));
        Refused("layer encoder.0: expected 2 experts, found 3", new TaskRoute("a", "c", [[1, 0, 0]]));
    }

    [Fact]
    public void Refuses_weights_that_are_no_distribution()
    {
        Refused("found 0.5, 0.6", new TaskRoute("a", "c", [[0.5f, 0.6f]]));
        Refused("found NaN, 1", new TaskRoute("a", "c", [[float.NaN, 1]]));
    }

    private static void Refused(string part, params TaskRoute[] tasks)
    {
        var failure = Assert.Throws<DataException>(() => new RouteTable(3, _layers, tasks));
        Assert.StartsWith("Routes at step 3, task a: ", failure.Message);
        Assert.Contains(part, failure.Message);
    }
}
