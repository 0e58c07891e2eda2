using System.Globalization;
using System.Text.RegularExpressions;
using Moe.Model.Optimization;
using Moe.Model.Parameters;
using Moe.Model.Routing;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Training;
using TorchSharp;
using Xunit;

namespace Moe.Numerics.Specs;

/// <summary>
/// Some optimizer steps of the authors' training against ours: gradient accumulation, global clipping, the three groups'
/// rates, warm-up and decay, temperature annealing, and the exact Adam.
/// </summary>
public sealed class TrajectoryGoldenSpecs
{
    // The authors' constant; the file does not repeat it.
    private const double LabelSmoothing = 0.1;

    [Fact]
    public void Ends_where_the_reference_ends()
    {
        using var scope = torch.NewDisposeScope();
        using var golden = GoldenModel.Routed("training-trajectory", "initial/");
        var initial = golden["initial/task_embedding"];
        using var tasks = TaskEmbeddingTable.Of([.. Enumerable.Range(0, (int)initial.Shape[0]).Select(i => $"task-{i}")],
            initial.ToSingles(), true, torch.CPU);
        var router = new TaskRouter(golden.Network, golden.Router, tasks);
        var adam = new AdamWSettings(0.9, 0.999, golden.Number("adam_eps"), golden.Number("weight_decay"));
        var (warmup, total) = Numbers(golden.Text("schedule")) switch
        {
            [var first, var second, ..] => ((int)first, (int)second),
            _ => (0,
            0)
        };
        var schedule = new WarmupSchedule(warmup, total);
        var tau = Numbers(golden.Text("tau_schedule"));
        var temperatures = new TemperatureSchedule(tau[0], tau[1], tau[2]);

        for (var step = 0; step < total; step++)
        {
            var squared = Accumulate(golden, router, step, temperatures.At(step), out var loss);
            var norm = Math.Sqrt(squared);
            Close(golden, "output/loss", step, loss);
            Close(golden, "output/grad_norm", step, norm);
            var clip = GradientNorm.ClipFactor(norm, golden.Number("max_grad_norm"));
            var factor = schedule.Factor(step);
            foreach (var parameters in golden.Model.Parameters.Values) AdamW.Apply(parameters, adam, golden.Number("lr") * factor, clip);
            AdamW.Apply(golden.Router, adam, golden.Number("router_lr") * factor, clip);
            AdamW.Apply(tasks.Parameters, adam, golden.Number("task_embed_lr") * factor, clip);
        }

        foreach (var (name, expected) in golden.Under("final/"))
        {
            var actual = name == "task_embedding" ? tasks.Parameters.Weight(TaskEmbeddingTable.ParameterName)
                : name.StartsWith("router.", StringComparison.Ordinal) ? golden.Router.Weight(name)
                : golden.Parameter(name) is var (owner, own) ? owner.Weight(own) : throw new InvalidOperationException(name);
            var error = Compare.RelativeError(expected.ToSingles(), Compare.Floats(actual));
            Assert.True(error <= Tolerances.Trajectory, $"{name}: relative error {error:e2}, at most {Tolerances.Trajectory:e0} allowed.");
        }
    }

    private static double Accumulate(GoldenModel golden, TaskRouter router, int step, double temperature, out double loss)
    {
        loss = 0;
        FlatParameters[] owners = [.. golden.Model.Parameters.Values, golden.Router, router.Tasks.Parameters];
        golden.Router.Gradients.zero_();
        router.Tasks.Parameters.Gradients.zero_();
        for (var micro = 0; golden.Has($"step{step}/micro{micro}/task_id"); micro++)
        {
            var prefix = $"step{step}/micro{micro}/";
            var ids = Array.ConvertAll(golden[prefix + "task_id"].ToIntegers(), id => (int)id);
            using var pass = router.Forward(ids, GoldenBatches.SelectionOf(golden), temperature, new RoutingMoment(1, step, micro));
            var first = micro == 0;
            var (part, _, gradient) = new PlainMicroBatch(golden.Model, pass.Routes, ComputationMode.Dense, LabelSmoothing)
                .Run(GoldenBatches.Of(golden, prefix), null, _ => first);
            pass.Backward(gradient);
            loss += part;
        }
        return owners.Sum(GradientNorm.Squared);
    }

    private static void Close(GoldenModel golden, string name, int step, double actual)
    {
        var expected = golden[name].ToSingles()[step];
        var error = Math.Abs(actual - expected) / Math.Abs(expected);
        Assert.True(error <= Tolerances.Trajectory, $"{name} of step {step}: {actual}, expected {expected}, relative error {error:e2}.");
    }

    private static double[] Numbers(string text) =>
        [.. Regex.Matches(text, @"\d+(\.\d+)?").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
}
