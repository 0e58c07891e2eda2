using Moe.Curriculum.Adaptation;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Initialization;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Unit.Specs.Actors;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Adaptation;

public sealed class UnseenRoutesSpecs : IDisposable
{
    private static readonly ModelShape Shape = SmallRun.Shape;
    private static readonly Selection Soft = new(SelectionSettings.Default with { Mode = SelectionMode.Softmax });

    // Two seen tasks and one that is new, near the second.
    private readonly TaskEmbeddingTable seen = Table(["first", "second"], [1, 0, 0, 0, 0, 2, 0, 0]);
    private readonly TaskEmbeddingTable all = Table(["new", "second", "first"], [0.1f, 5, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0]);
    private readonly FlatParameters parameters;
    private readonly TaskRouter router;
    private readonly RouteBatch routes;

    public UnseenRoutesSpecs()
    {
        var network = RouterNetworks.Create("linear", 4, 8, Shape.Layers, Shape.Experts);
        parameters = new FlatParameters(network.Layout, torch.CPU);
        RouterInitialization.Fill(parameters, network.Shape, 3);
        parameters.Weights.mul_(20);
        router = new TaskRouter(network, parameters, seen);
        routes = router.Evaluate([0, 1], Soft, 1);
    }

    public void Dispose()
    {
        seen.Dispose();
        all.Dispose();
        parameters.Dispose();
    }

    [Fact]
    public void The_router_reads_the_tasks_own_vector()
    {
        var route = Routes().Of(UnseenRouteKind.Router, "new", all);
        var known = Routes().Of(UnseenRouteKind.Router, "second", all);

        Assert.Equal(routes.Of(1).Weights_LE.ToArray(), known.Route.Weights_LE.ToArray());
        Assert.NotEqual(known.Route.Weights_LE.ToArray(), route.Route.Weights_LE.ToArray());
        Assert.Equal(ComputationMode.Dense, route.Mode);
    }

    [Fact]
    public void The_nearest_task_lends_its_route()
    {
        Assert.Equal("second", Routes().NearestTask("new", all));
        Assert.Equal(routes.Of(1).Weights_LE.ToArray(), Routes().Of(UnseenRouteKind.Nearest, "new", all).Route.Weights_LE.ToArray());
    }

    [Fact]
    public void A_squeezed_route_is_the_routers_with_one_expert_a_layer()
    {
        var squeezed = Routes().Of(UnseenRouteKind.Squeezed, "new", all);

        Assert.Equal(Routes().Of(UnseenRouteKind.Router, "new", all).Route.Picks(), squeezed.Route.Picks());
        Assert.Equal(ComputationMode.Sparse, squeezed.Mode);
        Assert.All(squeezed.Route.Weights_LE.ToArray(), weight => Assert.True(weight is 0 or 1));
    }

    [Theory]
    [InlineData(UnseenRouteKind.Average, false)]
    [InlineData(UnseenRouteKind.Trainable, true)]
    public void The_average_needs_no_vectors(UnseenRouteKind kind, bool isTrained)
    {
        var route = Routes().Of(kind, "new", null);

        Assert.All(route.Route.Weights_LE.ToArray(), weight => Assert.Equal(0.5f, weight));
        Assert.Equal((ComputationMode.Dense, isTrained), (route.Mode, route.IsTrained));
    }

    [Fact]
    public void A_model_of_one_expert_has_one_route()
    {
        UnseenRoutes plain = new(Shape with { Experts = 1 }, router, routes, AllOn, ComputationMode.Dense, null);

        Assert.Equal(new int[Shape.Layers], plain.Of(UnseenRouteKind.Router, "new", null).Route.Picks());
    }

    [Fact]
    public void Refuses_vectors_of_another_space()
    {
        using var other = Table(["new", "second"], [0.1f, 5, 0, 0, 0, 2.5f, 0, 0]);

        var failure = Assert.Throws<WeightsException>(() => Routes().Of(UnseenRouteKind.Router, "new", other));

        Assert.Contains("'second'", failure.Message);
    }

    [Fact]
    public void Refuses_a_task_without_a_vector_and_a_run_without_a_router()
    {
        Assert.Contains("'other'", Assert.Throws<WeightsException>(() => Routes().Of(UnseenRouteKind.Nearest, "other", all)).Message);
        Assert.Contains("tasks embed", Refused(Routes(), null));
        Assert.Contains("no router", Refused(new UnseenRoutes(Shape, router, routes, AllOn, ComputationMode.Dense, null), all));
    }

    private static string Refused(UnseenRoutes routes, TaskEmbeddingTable? vectors) =>
        Assert.Throws<ConfigurationException>(() => routes.Of(UnseenRouteKind.Router, "new", vectors)).Message;

    private static ExpertMask AllOn => ExpertMask.AllOn(Shape.Layers, Shape.Experts);

    private UnseenRoutes Routes() => new(Shape, router, routes, AllOn, ComputationMode.Dense, logits => Soft.Evaluate(logits, 1));

    private static TaskEmbeddingTable Table(string[] names, float[] values) => TaskEmbeddingTable.Of(names, values, false, torch.CPU);
}
