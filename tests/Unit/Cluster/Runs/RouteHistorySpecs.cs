using Moe.Actors.Ports;
using Moe.Analysis.Routes;
using Moe.Cluster.Runs;
using Moe.Model;
using Moe.Unit.Specs.Model.Initialization;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class RouteHistorySpecs : IDisposable
{
    private static readonly ModelShape Shape = SmallModel.Shape with
    {
        EncoderLayers = 1,
        DecoderLayers = 2,
        Experts = 2,
        VanillaDecoderLayers = [0],
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_checkpoints_routes_are_kept_in_the_ontologys_order_without_vanilla_layers()
    {
        using (var history = Open())
        {
            Keep(history, 2, 0.25f);
            Keep(history, 2, 0.25f);
            Keep(history, 4, 0.75f);
        }

        var tables = Read();
        Assert.Equal([2, 4], tables.Select(table => table.Step));
        Assert.Equal(["shape", "colour"], tables[0].Tasks.Select(task => task.Task));
        Assert.Equal(["encoder.0", "decoder.1"], tables[0].Layers.Select(layer => layer.Name));
        Assert.Equal([0.75f, 0.25f], tables[1].Tasks[1].Weights[1]);
    }

    [Theory]
    [InlineData(RunEvents.Resumed, 4, new long[] { 2, 4, 6 })]
    [InlineData(RunEvents.Recovered, 3, new long[] { 2, 6 })]
    [InlineData(RunEvents.Started, 0, new long[] { 6 })]
    public void Routes_after_the_step_that_a_run_goes_on_from_are_dropped(string kind, long step, long[] kept)
    {
        using (var history = Open())
        {
            foreach (var at in new[] { 2, 4, 6 }) Keep(history, at, 0.5f);
        }
        using (var history = Open())
        {
            history.OnEvent(kind, step, new Dictionary<string, object?>());
            Keep(history, 6, 1);
        }

        Assert.Equal(kept, Read().Select(table => table.Step));
        Assert.Equal(1, Read()[^1].Tasks[0].Weights[0][0]);
    }

    private RouteHistory Open() => new(folder.File("routes"), Shape, new TaskCategories(TinyGym.Write(folder, "gym")));

    private IReadOnlyList<RouteTable> Read() => RouteCsv.Read(folder.File("routes", "history.csv"));

    private static void Keep(RouteHistory history, long step, float first) => history.OnRoutes(new RouteRecord(
        step, new[] { "colour", "shape" }.ToDictionary(task => task, _ => new[] { first, 1 - first, 0.5f, 0.5f, first, 1 - first })));
}
