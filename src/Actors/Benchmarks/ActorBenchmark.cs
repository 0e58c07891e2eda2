using Akka.Configuration;
using Moe.Actors.Coordinator;
using Moe.Actors.Lanes;
using Moe.Model;
using Moe.Model.Layers;
using Moe.Model.Optimization;
using Moe.Model.Parameters;
using Moe.Model.Randomness;
using Moe.Model.Routing;
using Moe.Model.Training;

namespace Moe.Actors.Benchmarks;

/// <summary>
/// What actors cost: the same steps as a plain loop over the same layers on one thread, and as actors with one lane.
/// Both do the same arithmetic on the same data.
/// </summary>
public static class ActorBenchmark
{
    private const int WarmUp = 2;

    /// <summary>Tokens per second of the plain loop and of the actors; the two take turns, medians are given.</summary>
    public static async Task<(BenchmarkResult Loop, BenchmarkResult Actors)> Run(string shapeName, ComputationMode mode, int rounds,
        Config akka)
    {
        var (loop, actors) = (new List<double>(), new List<double>());
        long parameters = 0;
        for (var round = 0; round < rounds; round++)
        {
            var result = await StepBenchmark.Run(shapeName, mode, 1, "cpu", "float32", akka);
            parameters = result.Parameters;
            actors.Add(result.MillisecondsPerStep);
            loop.Add(await PlainLoop(BenchmarkShape.Of(shapeName), mode));
        }
        BenchmarkResult Median(string name, List<double> times)
        {
            var median = times.Order().ElementAt(times.Count / 2);
            return new BenchmarkResult(name, median, BenchmarkShape.Of(shapeName).TokensPerStep / median * 1e3, parameters);
        }
        return (Median("plain loop", loop), Median("actors", actors));
    }

    private static async Task<double> PlainLoop(BenchmarkShape shape, ComputationMode mode)
    {
        const int counted = 5;
        var settings = shape.Settings(mode, WarmUp + counted, 1);
        using var lanes = new ComputeLanes("plain", 1);
        return await lanes.Run(LaneUrgency.Forward, () => Steps(settings, shape,
            WarmUp + counted).Skip(WarmUp).Order().ElementAt(counted / 2));
    }

    private static List<double> Steps(TrainingSettings settings, BenchmarkShape shape, int steps)
    {
        var data = shape.Data();
        using var model = new RoutedModel(settings.Model, TorchSharp.torch.CPU);
        using var weights = RunWeights.Of(settings);
        foreach (var (id, parameters) in model.Parameters) weights.Fill(id, parameters);
        using var router = RunRouter.Make(settings, [.. data.Tasks.Select(task => task.Task.Name)], TorchSharp.torch.CPU);
        using var planner = new RoutePlanner(settings, data, router.Router);
        var seconds = new List<double>();
        for (var step = 0; step < steps; step++)
        {
            var started = TimeProvider.System.GetTimestamp();
            Step(settings, model, planner, data, step);
            seconds.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }
        return seconds;
    }

    private static void Step(TrainingSettings settings, RoutedModel model, RoutePlanner planner, Curriculum.Batches.TrainingData data,
        long step)
    {
        var plan = planner.Draw(step, new HashSet<int>()).Single();
        var batch = data.Batch(plan.Examples, settings.Model);
        var (loss, tokens, gradient) = new PlainMicroBatch(model, plan.Routes, plan.Mode, settings.Optimization.LabelSmoothing)
            .Run(batch.Plain, (owner, purpose) => RandomStream.For(settings.Seed, step, 0, owner, purpose), _ => true);
        var squared = planner.Measure([new Messages.MicroBatchReport(plan.Key, loss, tokens, batch.Tokens, [], [], gradient)]);
        var touched = model.Parameters.Where(entry => plan.After.ContainsKey(entry.Key)).Select(entry => entry.Value).ToArray();
        squared += touched.Sum(GradientNorm.Squared);
        var clip = GradientNorm.ClipFactor(Math.Sqrt(squared), settings.Optimization.MaxGradientNorm);
        foreach (var parameters in touched)
            AdamW.Apply(parameters, settings.Optimization.ExpertAdamW, settings.Optimization.ExpertRate, clip);
        planner.Commit(true, clip, 1, settings.Stages[0]);
    }
}
