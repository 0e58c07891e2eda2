using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Moe.Actors.Benchmarks;
using Moe.Cluster.Hosting;
using Moe.Cluster.Settings;
using Moe.Model.Routing;

namespace Moe.Cluster.Cli;

/// <summary>bench step, bench actors and bench data-plane.</summary>
internal static class BenchCommand
{
    /// <summary>The command.</summary>
    public static Verb Create() => new("bench", "Measures speed.") { Step(), Actors(), BenchDataPlane.Create() };

    private static Verb Step()
    {
        var (shape, mode) = (Shape(), Mode());
        var threads = RunOptions.WithDefault("--threads", "N", "Compute threads on the processor.", Environment.ProcessorCount);
        threads.Validators.Add(AtLeastOne);
        var device = RunOptions.Device();
        var type = RunOptions.WithDefault("--compute-type", "TYPE", "float32 or bfloat16.", "float32");
        type.AcceptOnlyFromAmong("float32", "bfloat16");
        Verb verb = new("step",
            "Times whole training steps: forward, backward, clipping, AdamW, with dropout 0.1. The last line is `tokens/s: X`.",
            "./cluster bench step --shape small --mode dense --threads 2",
            "./cluster bench step --shape base --mode sparse --device cuda --compute-type bfloat16")
        {
            shape, mode, threads, device, type,
        };
        return verb.Does(async parsed =>
        {
            Prepare(parsed);
            var result = await StepBenchmark.Run(
                parsed.GetRequiredValue(shape), ModeOf(parsed.GetRequiredValue(mode)), parsed.GetValue(threads),
                parsed.GetRequiredValue(device), parsed.GetRequiredValue(type), AkkaOf());
            Print(parsed.InvocationConfiguration.Output, result);
            return ExitCode.Success;
        });
    }

    private static Verb Actors()
    {
        var (shape, mode) = (Shape(), Mode());
        var rounds = RunOptions.WithDefault("--rounds", "N", "How often both sides take their turn.", 3);
        rounds.Validators.Add(AtLeastOne);
        Verb verb = new("actors",
            "Times the same steps as actors and as a plain loop over the same layers, on one thread each.",
            "./cluster bench actors --shape small --mode sparse")
        {
            shape, mode, rounds,
        };
        return verb.Does(async parsed =>
        {
            Prepare(parsed);
            var output = parsed.InvocationConfiguration.Output;
            var (loop, actors) = await ActorBenchmark.Run(
                parsed.GetRequiredValue(shape), ModeOf(parsed.GetRequiredValue(mode)), parsed.GetValue(rounds), AkkaOf());
            Print(output, loop);
            Print(output, actors);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"actors / loop: {actors.TokensPerSecond / loop.TokensPerSecond:F3}"));
            return ExitCode.Success;
        });
    }

    // Text that is no number has its own error already.
    private static void AtLeastOne(OptionResult result)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var number) && number < 1)
            result.AddError($"{result.Option.Name} must be at least 1.");
    }

    private static Option<string> Shape()
    {
        var shape = RunOptions.WithDefault("--shape", "NAME", "base, small or tiny.", "small");
        shape.AcceptOnlyFromAmong([.. BenchmarkShape.All.Select(known => known.Name)]);
        return shape;
    }

    private static Option<string> Mode()
    {
        var mode = RunOptions.WithDefault("--mode", "MODE", "dense or sparse.", "dense");
        mode.AcceptOnlyFromAmong("dense", "sparse");
        return mode;
    }

    private static ComputationMode ModeOf(string mode) => mode == "dense" ? ComputationMode.Dense : ComputationMode.Sparse;

    private static void Prepare(ParseResult parsed)
    {
        TrainCommand.Announce(parsed.InvocationConfiguration.Error);
        TorchLibrary.Require();
        BlasLibrary.RequireFast();
    }

    private static Akka.Configuration.Config AkkaOf() => ConfigurationLayer.FromFile(NodeConfiguration.DefaultsFile()).Config;

    private static void Print(TextWriter output, BenchmarkResult result)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Name}: {result.MillisecondsPerStep:F1} ms a step, {result.Parameters / 1e6:F1} M parameters"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tokens/s: {result.TokensPerSecond:F0}"));
    }
}
