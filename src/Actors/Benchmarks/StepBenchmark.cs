using Akka.Configuration;
using Moe.Actors.Ports;
using Moe.Model.Routing;

namespace Moe.Actors.Benchmarks;

/// <summary>What a benchmark measured.</summary>
public sealed record BenchmarkResult(string Name, double MillisecondsPerStep, double TokensPerSecond, long Parameters);

/// <summary>
/// Times whole training steps of the product as it trains: actors, forward, backward, clipping, AdamW, dropout 0.1. The
/// median of five steps after two to warm up, as the baseline's.
/// </summary>
public static class StepBenchmark
{
    private const int WarmUp = 2;
    private const int Counted = 5;

    /// <summary>Runs it with so many compute threads on a device; each gets its own micro-batch.</summary>
    public static async Task<BenchmarkResult> Run(
        string shapeName, ComputationMode mode, int threads, string device, string computeType, Config akka)
    {
        var shape = BenchmarkShape.Of(shapeName);
        var microBatches = device == "cpu" ? shape.MicroBatchesFor(threads) : 1;
        var settings = shape.Settings(mode, WarmUp + Counted, microBatches) with { ComputeType = computeType };
        var node = new NodeSettings { Device = device, Lanes = threads, InFlight = Math.Max(2, microBatches), Recompute = "off" };
        var clock = new StepClock();
        var outcome = await TrainingHost.RunAsync(new NodeSetup
        {
            Settings = settings,
            RunHash = "benchmark",
            RunText = "",
            Node = node,
            Akka = akka,
            Data = shape.Data(),
            Checkpoints = new DiscardedCheckpoints(),
            Office = new DiscardedRun(clock),
            Placing = new Placement.RunPlacing(settings.Model, settings.Replicas).Place,
        }, CancellationToken.None);
        if (outcome.Failure is not null) throw outcome.Failure;
        var median = clock.Seconds.Skip(WarmUp).Order().ElementAt(Counted / 2);
        var parameters = settings.Model.AllExperts().Sum(id => Model.Layers.ExpertFactory.LayoutOf(settings.Model, id).Count);
        return new BenchmarkResult($"{shapeName} {mode.ToString().ToLowerInvariant()}", median * 1e3, shape.TokensPerStep / median,
            parameters);
    }

    /// <summary>Notes the time between the ends of steps.</summary>
    internal sealed class StepClock : IRunObserver
    {
        private long last = TimeProvider.System.GetTimestamp();

        public List<double> Seconds { get; } = [];

        public void OnEvent(string kind, long step, IReadOnlyDictionary<string, object?> details)
            => last = TimeProvider.System.GetTimestamp();

        public void OnStep(StepRecord step)
        {
            var now = TimeProvider.System.GetTimestamp();
            Seconds.Add(TimeProvider.System.GetElapsedTime(last, now).TotalSeconds);
            last = now;
        }

        public void OnEvaluation(EvaluationRecord evaluation) => last = TimeProvider.System.GetTimestamp();
    }
}
