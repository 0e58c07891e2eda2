using Moe.Actors.Benchmarks;
using Moe.Model;
using Moe.Model.Failures;
using Moe.Model.Routing;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>A cluster, a model and what things cost, for <see cref="ThroughputSimulation"/>.</summary>
public sealed record ThroughputSettings
{
    /// <summary>Nodes; each holds experts and takes micro-batches through them.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>Experts of all layers together, the vocabulary aside.</summary>
    public int Experts { get; init; } = 36;

    /// <summary>Steps to commit.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Everything random follows from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Layers, width, vocabulary, and rows and tokens of a micro-batch.</summary>
    public BenchmarkShape Shape { get; init; } = BenchmarkShape.Of("base");

    /// <summary>Tasks, each with one expert of every layer for its path; null: two for each expert of a layer.</summary>
    public int? Tasks { get; init; }

    /// <summary>Micro-batches of a step; null: as many as all routers hold at once.</summary>
    public int? MicroBatches { get; init; }

    /// <summary>Micro-batches a router holds at once.</summary>
    public int InFlight { get; init; } = 2;

    /// <summary>Lanes of a node.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Tokens a second of a node of ordinary speed through a whole path, forward and backward, all lanes together.</summary>
    public double TokensPerSecond { get; init; } = 10_000;

    /// <summary>Nodes are up to this share slower or faster than ordinary.</summary>
    public double SpeedSpread { get; init; } = 0.1;

    /// <summary>Bytes of a node's memory that experts may take.</summary>
    public double MemoryBytes { get; init; } = 16.0 * (1L << 30);

    /// <summary>Bytes a second a node updates or copies buffers with.</summary>
    public double MemoryBytesPerSecond { get; init; } = 10e9;

    /// <summary>Bytes a second of a node's link, each way.</summary>
    public double LinkBytesPerSecond { get; init; } = 10e9 / 8;

    /// <summary>Time a message takes between two nodes.</summary>
    public double LinkLatencySeconds { get; init; } = 100e-6;

    /// <summary>Time the coordinator takes to send or to receive one message.</summary>
    public double MessageSeconds { get; init; } = 10e-6;

    /// <summary>Bytes of a number of a hidden state on its way: 4, or 2 with the bfloat16 codec.</summary>
    public int BytesPerNumber { get; init; } = 4;

    /// <summary>Replicas of every expert.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Replicas of the vocabulary; null: as many as every expert has.</summary>
    public int? VocabularyReplicas { get; init; }

    /// <summary>Nodes are processes of one machine that share so many cores; null: every node is a machine of its own.</summary>
    public int? SharedCores { get; init; }

    /// <summary>Steps between snapshots in memory.</summary>
    public int SnapshotEvery { get; init; } = 10;

    /// <summary>Steps between durable checkpoints; 0: none.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Bytes a second a node writes and reads its disk with.</summary>
    public double DiskBytesPerSecond { get; init; } = 1e9;

    /// <summary>Mean time between kills of a random node; 0: none is killed.</summary>
    public double KillEverySeconds { get; init; }

    /// <summary>Time until a killed node is back.</summary>
    public double DownSeconds { get; init; } = 30;

    /// <summary>Time until the loss of a node is certain.</summary>
    public double DetectSeconds { get; init; } = 5;

    /// <summary>Time to open an epoch and plan a placement.</summary>
    public double PlanSeconds { get; init; } = 0.2;

    /// <summary>Experts of every layer: those of all layers together are a multiple of the layers, no fewer than were asked for.</summary>
    public int ExpertsOfLayer => (Experts + (2 * Shape.Layers) - 1) / (2 * Shape.Layers);

    /// <summary>Micro-batches of a step.</summary>
    internal int MicroBatchesOfStep => MicroBatches ?? Nodes * InFlight;

    /// <summary>The run that is simulated.</summary>
    internal TrainingSettings Training()
    {
        var training = Shape.Settings(ComputationMode.Sparse, Steps, microBatches: 1);
        var vocabulary = new Dictionary<ExpertId, int> { [ExpertId.Vocabulary] = VocabularyReplicas ?? Replicas };
        return training with
        {
            CheckpointEvery = CheckpointEvery,
            Replicas = new ReplicaSettings { Count = Replicas, Experts = vocabulary },
            Model = training.Model with { Experts = ExpertsOfLayer },
        };
    }

    /// <summary>Refuses what no cluster can have.</summary>
    /// <exception cref="ConfigurationException">A value is out of range; the message names the option.</exception>
    public ThroughputSettings Validated()
    {
        Require(Nodes is >= 1 and <= 100_000, "--nodes", Nodes, "1 to 100,000");
        Require(Experts >= 2 * Shape.Layers && Experts <= 1_000_000, "--experts", Experts,
            $"{2 * Shape.Layers} (one for each layer of shape {Shape.Name}) to 1,000,000");
        Require(Steps >= 1, "--steps", Steps, "at least 1");
        Require(Tasks is null or >= 1, "--tasks", Tasks ?? 0, "at least 1");
        Require(MicroBatches is null or >= 1, "--micro-batches", MicroBatches ?? 0, "at least 1");
        Require(InFlight >= 1, "--in-flight", InFlight, "at least 1");
        Require(Lanes >= 1, "--lanes", Lanes, "at least 1");
        Require(SharedCores is null or >= 1, "--shared-cores", SharedCores ?? 0, "at least 1");
        Require(Replicas >= 1 && Replicas <= Nodes, "--replicas", Replicas, $"1 to the number of nodes, {Nodes}");
        Require(VocabularyReplicas is null || (VocabularyReplicas >= 1 && VocabularyReplicas <= Nodes), "--vocabulary-replicas",
            VocabularyReplicas ?? 0, $"1 to the number of nodes, {Nodes}");
        Require(SnapshotEvery >= 1, "--snapshot-every", SnapshotEvery, "at least 1");
        Require(CheckpointEvery >= 0, "--checkpoint-every", CheckpointEvery, "at least 0");
        Require(BytesPerNumber is 1 or 2 or 4, "--bytes-per-number", BytesPerNumber, "4, 2 or 1");
        Require(SpeedSpread is >= 0 and < 1, "--speed-spread", SpeedSpread, "0 up to, not including, 1");
        foreach (var (option, value) in Rates()) Require(value > 0 && double.IsFinite(value), option, value, "above 0");
        foreach (var (option, value) in Times()) Require(value >= 0 && double.IsFinite(value), option, value, "at least 0");
        return this;
    }

    private IEnumerable<(string Option, double Value)> Rates() =>
    [
        ("--tokens-per-second", TokensPerSecond), ("--memory-gib", MemoryBytes), ("--memory-rate", MemoryBytesPerSecond),
        ("--link-gbps", LinkBytesPerSecond), ("--disk-rate", DiskBytesPerSecond),
    ];

    private IEnumerable<(string Option, double Value)> Times() =>
    [
        ("--link-latency", LinkLatencySeconds), ("--message-cost", MessageSeconds), ("--kill-every", KillEverySeconds),
        ("--down-for", DownSeconds), ("--detect", DetectSeconds), ("--plan-time", PlanSeconds),
    ];

    private static void Require(bool holds, string option, object found, string expected)
    {
        if (!holds) throw new ConfigurationException($"{option} is {found}, expected {expected}. Give another value.");
    }
}
