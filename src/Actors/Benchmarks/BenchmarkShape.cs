using Moe.Curriculum;
using Moe.Curriculum.Batches;
using Moe.Curriculum.Gym;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Optimization;
using Moe.Model.Randomness;
using Moe.Model.Routing;

namespace Moe.Actors.Benchmarks;

/// <summary>
/// A benchmark's sizes, equal to those of the plain PyTorch baseline: vocabulary, width, layers a stack, feed-forward
/// width, heads, and a batch of rows x (source tokens + target tokens); three experts a layer, dropout 0.1, gradient
/// norm limit 0.1, AdamW.
/// </summary>
public sealed record BenchmarkShape(string Name, int Vocabulary, int Width, int Layers, int FeedForward, int Heads, int Rows, int Source,
    int Target)
{
    private const int FirstOrdinaryToken = 4;

    /// <summary>The shapes by name.</summary>
    public static IReadOnlyList<BenchmarkShape> All { get; } =
    [
        new("base", 50265, 768, 6, 3072, 12, 16, 64, 16),
        new("small", 8000, 256, 3, 1024, 4, 32, 48, 16),
        new("tiny", 2000, 128, 2, 512, 4, 32, 32, 8),
    ];

    /// <summary>The shape of a name.</summary>
    public static BenchmarkShape Of(string name) => All.FirstOrDefault(shape => shape.Name == name)
        ?? throw new ConfigurationException($"--shape is '{name}', expected one of {string.Join(", ", All.Select(shape => shape.Name))}.");

    /// <summary>Tokens of one step: every position of sources and targets.</summary>
    public int TokensPerStep => Rows * (Source + Target);

    /// <summary>Micro-batches that give each thread work and divide the rows evenly.</summary>
    /// <exception cref="ConfigurationException">There is no thread.</exception>
    public int MicroBatchesFor(int threads) => threads < 1
        ? throw new ConfigurationException($"--threads is {threads}, expected at least 1.")
        : Enumerable.Range(1, Math.Min(threads, Rows)).Last(count => Rows % count == 0);

    /// <summary>A run of so many steps that does the baseline's work, its rows cut into so many micro-batches.</summary>
    public TrainingSettings Settings(ComputationMode mode, int steps, int microBatches) => new()
    {
        Seed = 1,
        Model = new ModelShape
        {
            VocabularySize = Vocabulary,
            Width = Width,
            EncoderLayers = Layers,
            DecoderLayers = Layers,
            EncoderHeads = Heads,
            DecoderHeads = Heads,
            EncoderFeedForward = FeedForward,
            DecoderFeedForward = FeedForward,
            Dropout = 0.1,
            Experts = 3,
        },
        Optimization = new OptimizationSettings { ExpertRate = 1e-5, MaxGradientNorm = 0.1, AdamW = new AdamWSettings() },
        Curriculum = new CurriculumSettings
        {
            GymFolder = "",
            Split = "",
            MicroBatchRows = Rows / microBatches,
            MicroBatches = microBatches,
        },
        Stages = [new TrainingStage { Name = "bench", Steps = steps, Computation = mode, NoisePerTask = mode == ComputationMode.Sparse }],
        CheckpointEvery = 0,
    };

    /// <summary>Random tokens, so many rows for each of eight tasks.</summary>
    public TrainingData Data()
    {
        var tasks = Enumerable.Range(0, 8).Select(task =>
        {
            int[] Tokens(int row, int length, string purpose)
            {
                var stream = RandomStream.For(1, row, task, "benchmark", purpose);
                return [.. Enumerable.Range(0, length).Select(i => FirstOrdinaryToken + stream.Below(Vocabulary - FirstOrdinaryToken,
                    (ulong)i))];
            }
            return new TokenizedTask(new TaskDescription($"task-{task}", "bench", "bench", "EM", false),
                [.. Enumerable.Range(0, Rows).Select(row => Tokens(row, Source, "source"))],
                [.. Enumerable.Range(0, Rows).Select(row => new[] { Tokens(row, Target, "target") })]);
        });
        return new TrainingData([.. tasks]);
    }
}
