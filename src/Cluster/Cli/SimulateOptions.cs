using System.CommandLine;
using Moe.Actors.Benchmarks;
using Moe.Actors.Simulation.Throughput;

namespace Moe.Cluster.Cli;

/// <summary>The options of simulate, and the settings they make.</summary>
internal sealed class SimulateOptions
{
    private static readonly ThroughputSettings Defaults = new();
    private readonly Option<int> nodes = RunOptions.WithDefault("--nodes", "N", "Nodes; each holds experts and routes.", Defaults.Nodes);
    private readonly Option<int> experts = RunOptions.WithDefault(
        "--experts", "N", "Experts of all layers together, rounded up to as many for each layer.", Defaults.Experts);

    private readonly Option<int> steps = RunOptions.WithDefault("--steps", "N", "Steps to commit.", Defaults.Steps);
    private readonly Option<ulong> seed = RunOptions.WithDefault(
        "--seed", "S", "Routes, speeds and kills follow from it.", Defaults.Seed);

    private readonly Option<string> shape = RunOptions.WithDefault(
        "--shape", "NAME", "Layers, width, rows and tokens, as of `bench step`: base, small or tiny.", Defaults.Shape.Name);

    private readonly Option<int?> rows = RunOptions.Optional<int?>("--rows", "N", "Rows of a micro-batch; left out: the shape's.");
    private readonly Option<int?> tasks = RunOptions.Optional<int?>(
        "--tasks", "N", "Tasks, each with a path of its own; left out: two for each expert of a layer.");

    private readonly Option<int?> microBatches = RunOptions.Optional<int?>(
        "--micro-batches", "N", "Micro-batches of a step; left out: nodes times --in-flight.");

    private readonly Option<int> inFlight = RunOptions.WithDefault(
        "--in-flight", "N", "Micro-batches a node's router holds at once.", Defaults.InFlight);

    private readonly Option<int> lanes = RunOptions.WithDefault(
        "--lanes", "N", "Lanes of a node: its cores, or one a GPU.", Defaults.Lanes);

    private readonly Option<double> tokensPerSecond = RunOptions.WithDefault(
        "--tokens-per-second", "X", "What `./cluster bench step --mode sparse` prints on one node.", Defaults.TokensPerSecond);

    private readonly Option<double> speedSpread = RunOptions.WithDefault(
        "--speed-spread", "X", "Nodes are up to this share slower or faster.", Defaults.SpeedSpread);

    private readonly Option<double> memory = RunOptions.WithDefault(
        "--memory-gib", "X", "Memory of a node for experts, 16 bytes a parameter.", Defaults.MemoryBytes / (1L << 30));

    private readonly Option<double> memoryRate = RunOptions.WithDefault(
        "--memory-rate", "GB/s", "How fast a node updates and copies buffers.", Defaults.MemoryBytesPerSecond / 1e9);

    private readonly Option<double> link = RunOptions.WithDefault(
        "--link-gbps", "Gbit/s", "A node's link, each way.", Defaults.LinkBytesPerSecond * 8 / 1e9);

    private readonly Option<double> latency = RunOptions.WithDefault(
        "--link-latency", "US", "Microseconds a message takes between nodes.", Defaults.LinkLatencySeconds * 1e6);

    private readonly Option<double> messageCost = RunOptions.WithDefault(
        "--message-cost", "US", "Microseconds the coordinator takes for one message.", Defaults.MessageSeconds * 1e6);

    private readonly Option<int> bytesPerNumber = RunOptions.WithDefault(
        "--bytes-per-number", "N", "Of a hidden state on its way: 4, with a bfloat16 codec 2.", Defaults.BytesPerNumber);

    private readonly Option<int> replicas = RunOptions.WithDefault("--replicas", "N", "Replicas of every expert.", Defaults.Replicas);
    private readonly Option<int?> vocabularyReplicas = RunOptions.Optional<int?>(
        "--vocabulary-replicas", "N", "Replicas of the vocabulary, which every micro-batch needs; left out: as of every expert.");

    private readonly Option<int?> sharedCores = RunOptions.Optional<int?>(
        "--shared-cores", "N", "Nodes are processes of one machine and share so many cores; left out: each is a machine of its own.");

    private readonly Option<int> snapshotEvery = RunOptions.WithDefault(
        "--snapshot-every", "N", "Steps between snapshots in memory.", Defaults.SnapshotEvery);

    private readonly Option<int> checkpointEvery = RunOptions.WithDefault(
        "--checkpoint-every", "N", "Steps between durable checkpoints; 0: none.", Defaults.CheckpointEvery);

    private readonly Option<double> diskRate = RunOptions.WithDefault(
        "--disk-rate", "GB/s", "How fast a node writes and reads its disk.", Defaults.DiskBytesPerSecond / 1e9);

    private readonly Option<double> killEvery = RunOptions.WithDefault(
        "--kill-every", "SECONDS", "Mean time between kills of a random node; 0: none.", Defaults.KillEverySeconds);

    private readonly Option<double> downFor = RunOptions.WithDefault(
        "--down-for", "SECONDS", "Until a killed node is back.", Defaults.DownSeconds);

    private readonly Option<double> detect = RunOptions.WithDefault(
        "--detect", "SECONDS", "Until the loss of a node is certain (failure detector and its margin).", Defaults.DetectSeconds);

    private readonly Option<double> planTime = RunOptions.WithDefault(
        "--plan-time", "SECONDS", "To open an epoch and plan a placement.", Defaults.PlanSeconds);

    /// <summary>Makes the command's options.</summary>
    public SimulateOptions()
    {
        shape.AcceptOnlyFromAmong([.. BenchmarkShape.All.Select(known => known.Name)]);
    }

    /// <summary>All of them, in the order of help.</summary>
    public IReadOnlyList<Option> All =>
    [
        nodes, experts, steps, seed, shape, rows, tasks, microBatches, inFlight, lanes, tokensPerSecond, speedSpread, memory, memoryRate,
        link, latency, messageCost, bytesPerNumber, replicas, vocabularyReplicas, sharedCores, snapshotEvery,
        checkpointEvery, diskRate, killEvery, downFor, detect, planTime,
    ];

    /// <summary>The settings of a command line.</summary>
    /// <exception cref="Model.Failures.ConfigurationException">A value is out of range; the message names the option.</exception>
    public ThroughputSettings Read(ParseResult parsed)
    {
        var own = BenchmarkShape.Of(parsed.GetRequiredValue(shape));
        return new ThroughputSettings
        {
            Nodes = parsed.GetValue(nodes),
            Experts = parsed.GetValue(experts),
            Steps = parsed.GetValue(steps),
            Seed = parsed.GetValue(seed),
            Shape = own with { Rows = parsed.GetValue(rows) ?? own.Rows },
            Tasks = parsed.GetValue(tasks),
            MicroBatches = parsed.GetValue(microBatches),
            InFlight = parsed.GetValue(inFlight),
            Lanes = parsed.GetValue(lanes),
            TokensPerSecond = parsed.GetValue(tokensPerSecond),
            SpeedSpread = parsed.GetValue(speedSpread),
            MemoryBytes = parsed.GetValue(memory) * (1L << 30),
            MemoryBytesPerSecond = parsed.GetValue(memoryRate) * 1e9,
            LinkBytesPerSecond = parsed.GetValue(link) * 1e9 / 8,
            LinkLatencySeconds = parsed.GetValue(latency) / 1e6,
            MessageSeconds = parsed.GetValue(messageCost) / 1e6,
            BytesPerNumber = parsed.GetValue(bytesPerNumber),
            Replicas = parsed.GetValue(replicas),
            VocabularyReplicas = parsed.GetValue(vocabularyReplicas),
            SharedCores = parsed.GetValue(sharedCores),
            SnapshotEvery = parsed.GetValue(snapshotEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            DiskBytesPerSecond = parsed.GetValue(diskRate) * 1e9,
            KillEverySeconds = parsed.GetValue(killEvery),
            DownSeconds = parsed.GetValue(downFor),
            DetectSeconds = parsed.GetValue(detect),
            PlanSeconds = parsed.GetValue(planTime),
        }.Validated();
    }
}
