using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Training;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>
/// Selections inside the whole routed model against the authors' code: the routes of softmax, and for every mode the
/// loss and the gradients of the router network and the task embeddings, which need the gradient by the routes.
/// </summary>
public sealed class SelectionGoldenSpecs
{
    private static readonly RoutingMoment Moment = new(Seed: 1, Step: 0, MicroBatch: 0);

    public static TheoryData<string> Models() =>
        ["model-softmax", "model-softmax-lstm", "model-gumbel", "model-gumbel-st"];

    [Theory]
    [InlineData("model-softmax")]
    [InlineData("model-softmax-lstm")]
    public void Gives_the_routes_of_the_reference(string name)
    {
        using var golden = GoldenModel.Routed(name);
        using var tasks = TasksOf(golden);
        var router = new TaskRouter(golden.Network, golden.Router, tasks);

        var routes = router.Evaluate(EachRow(tasks), GoldenBatches.SelectionOf(golden), golden.Number("tau"));

        Compare.Close("routes", golden.BothStacks("output/encoder_routes", "output/decoder_routes"),
            routes.Weights_LBE.Span);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gives_the_loss_and_the_router_gradients_of_the_reference(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Routed(name);
        using var tasks = TasksOf(golden);
        var router = new TaskRouter(golden.Network, golden.Router, tasks);
        var noise_LBE = golden.Text("router_mode") == "softmax"
            ? null
            : golden.BothStacks("input/gumbel_encoder", "input/gumbel_decoder");

        using var pass = router.Forward(EachRow(tasks), GoldenBatches.SelectionOf(golden), golden.Number("tau"), noise_LBE, Moment);
        var (loss, _, gradient_LBE) = new PlainMicroBatch(
            golden.Model, pass.Routes, ComputationMode.Dense, golden.Number("label_smoothing"))
            .Run(GoldenBatches.Of(golden, "input/"), null, _ => true);
        pass.Backward(gradient_LBE);

        Compare.Close("loss", golden["output/loss"].ToSingles(), [(float)loss]);
        foreach (var (parameter, gradient) in golden.Under("grad/")
            .Where(one => one.Name.StartsWith("router.", StringComparison.Ordinal)))
            Compare.Close(gradient, golden.Router.Gradient(parameter));
        Compare.Close(golden["grad/task_embed"], tasks.Parameters.Gradient(TaskEmbeddingTable.ParameterName));
    }

    private static TaskEmbeddingTable TasksOf(GoldenModel golden)
    {
        var rows = golden["input/task_embed"];
        return TaskEmbeddingTable.Of(
            [.. Enumerable.Range(0, (int)rows.Shape[0]).Select(i => $"task-{i}")], rows.ToSingles(), true, torch.CPU);
    }

    private static int[] EachRow(TaskEmbeddingTable tasks) => [.. Enumerable.Range(0, tasks.Names.Count)];
}
