using Moe.Actors.Growth;
using Moe.Curriculum;
using Moe.Curriculum.Stages;
using Moe.Model;
using Moe.Model.Optimization;

namespace Moe.Actors;

/// <summary>The router network and the task embeddings it reads.</summary>
public sealed record RouterSettings
{
    /// <summary>One of the ten networks of paper notes 1.4, for example linear_layer_specific.</summary>
    public string Network { get; init; } = "linear_layer_specific";

    /// <summary>Hidden width of the network.</summary>
    public int HiddenWidth { get; init; } = 64;

    /// <summary>Width R of a task embedding.</summary>
    public int TaskEmbeddingWidth { get; init; } = 768;

    /// <summary>Standard deviation of random task embeddings.</summary>
    public double TaskEmbeddingDeviation { get; init; } = 1.0;

    /// <summary>A folder with id2task.json and task_vecs.npy to start from; null: random.</summary>
    public string? TaskEmbeddingFolder { get; init; }

    /// <summary>A safetensors file of the network's weights to start from; null: random.</summary>
    public string? NetworkFile { get; init; }
}

/// <summary>Learning rates and their course (paper notes 3.4).</summary>
public sealed record OptimizationSettings
{
    /// <summary>AdamW's constants.</summary>
    public AdamWSettings AdamW { get; init; } = new();

    /// <summary>Whether the rate of experts and vocabulary is in parts of each parameter's size (<see cref="ParameterSize"/>).</summary>
    public bool RelativeRates { get; init; }

    /// <summary>The constants that experts and vocabulary are updated with.</summary>
    public AdamWSettings ExpertAdamW => AdamW with { RelativeRates = RelativeRates };

    /// <summary>Peak rate of experts and vocabulary.</summary>
    public double ExpertRate { get; init; } = 1e-5;

    /// <summary>Peak rate of the router network.</summary>
    public double RouterRate { get; init; } = 1e-3;

    /// <summary>Peak rate of the task embeddings.</summary>
    public double TaskEmbeddingRate { get; init; } = 1e-3;

    /// <summary>Limit of the global gradient norm.</summary>
    public double MaxGradientNorm { get; init; } = 0.1;

    /// <summary>Steps of linear warm-up.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Smoothing e of the loss.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Divide each micro-batch's loss by its step's label tokens (true) or sum over tokens (false, the paper's).</summary>
    public bool MeanLoss { get; init; }

    /// <summary>Weight of the pull between a layer's experts (paper notes 1.7).</summary>
    public double ExpertRegularization { get; init; }

    /// <summary>Weight of the loss on uneven use of a layer's experts (<see cref="Moe.Model.Routing.LoadBalance"/>).</summary>
    public double LoadBalance { get; init; }
}

/// <summary>How new weights are made.</summary>
public sealed record InitializationSettings
{
    /// <summary>"xavier", "bart" or "t5", or a Hugging Face folder in <see cref="Folder"/>.</summary>
    public string Kind { get; init; } = "xavier";

    /// <summary>Standard deviation for "bart".</summary>
    public double Deviation { get; init; } = 0.02;

    /// <summary>A Hugging Face BART or T5 folder every expert starts from; null: random weights.</summary>
    public string? Folder { get; init; }

    /// <summary>Noise added to every parameter of every expert copied from one layer (paper notes 1.3).</summary>
    public double Noise { get; init; } = 1e-8;
}

/// <summary>Scores during and after training.</summary>
public sealed record EvaluationSettings
{
    /// <summary>Steps between evaluations on dev rows; 0: only at the end.</summary>
    public int Every { get; init; }

    /// <summary>Dev and test rows a task; 0: all.</summary>
    public int RowsPerTask { get; init; }

    /// <summary>Beams of the search; 1 is greedy.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Rows decoded at once.</summary>
    public int BatchRows { get; init; } = 64;
}

/// <summary>
/// Everything that decides a run's weights: equal on all nodes, hashed, written to the run folder. What may differ
/// from node to node is in <see cref="NodeSettings"/>.
/// </summary>
public sealed record TrainingSettings
{
    /// <summary>Seed of every random stream.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Sizes of the model. The vocabulary size is the tokenizer's.</summary>
    public required ModelShape Model { get; init; }

    /// <summary>Replicas of experts.</summary>
    public ReplicaSettings Replicas { get; init; } = new();

    /// <summary>
    /// Folder with vocab.json and merges.txt, or with spiece.model (T5 alone); null: a vocabulary of
    /// <see cref="VocabularyMerges"/> is trained on the gym.
    /// </summary>
    public string? TokenizerFolder { get; init; }

    /// <summary>Merges of a vocabulary trained on the gym.</summary>
    public int VocabularyMerges { get; init; } = 3000;

    /// <summary>Router network and task embeddings.</summary>
    public RouterSettings Router { get; init; } = new();

    /// <summary>Experts that are cloned, merged and pruned.</summary>
    public GrowthSettings Growth { get; init; } = new();

    /// <summary>Rates, loss and clipping.</summary>
    public OptimizationSettings Optimization { get; init; } = new();

    /// <summary>How weights start.</summary>
    public InitializationSettings Initialization { get; init; } = new();

    /// <summary>Data and batches.</summary>
    public required CurriculumSettings Curriculum { get; init; }

    /// <summary>The stages in order.</summary>
    public required IReadOnlyList<TrainingStage> Stages { get; init; }

    /// <summary>Scores.</summary>
    public EvaluationSettings Evaluation { get; init; } = new();

    /// <summary>Steps between durable checkpoints; 0: only at the end.</summary>
    public int CheckpointEvery { get; init; } = 100;

    /// <summary>Checkpoints kept.</summary>
    public int CheckpointsKept { get; init; } = 3;

    /// <summary>Steps a task rests after a loss that was not a number.</summary>
    public int QuarantineSteps { get; init; } = 100;

    /// <summary>Compute type of the layers: float32 or bfloat16 (float32 master weights and moments either way).</summary>
    public string ComputeType { get; init; } = "float32";

    /// <summary>
    /// How hidden states and gradients are written on their way to another node: none (bit by bit), bf16, int8-64, int8-128 or
    /// int8-256. States always travel bit by bit.
    /// </summary>
    public string TransferCodec { get; init; } = "none";

    /// <summary>Optimizer steps of the whole run.</summary>
    public int TotalSteps => Stages.Sum(stage => stage.Steps);
}

/// <summary>What one node may choose for itself; nothing here changes a bit of the result on the processor.</summary>
public sealed record NodeSettings
{
    /// <summary>"cpu", "cuda", "cuda:1".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Devices of single experts, by their name, where they differ.</summary>
    public IReadOnlyDictionary<string, string> ExpertDevices { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Nodes that single experts are kept on while they are there, by the expert's name: an address, or the HOST:PORT at its end.
    /// </summary>
    public IReadOnlyDictionary<string, string> Pins { get; init; } = new Dictionary<string, string>();

    /// <summary>MiB that experts may take on this node; 0: all of the machine's memory that the process may use.</summary>
    public int MemoryMib { get; init; }

    /// <summary>How fast this node computes beside the others; only ratios count.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Compute threads for the processor; 0: one a core.</summary>
    public int Lanes { get; init; }

    /// <summary>Micro-batches a node works on at once.</summary>
    public int InFlight { get; init; } = 2;

    /// <summary>Steps between snapshots in the memory of other nodes, while there are any; 0: none are taken.</summary>
    public int SnapshotEvery { get; init; } = 10;

    /// <summary>Steps between looks at whether experts would better live elsewhere; 0: they move only when nodes come or go.</summary>
    public int PlacementEvery { get; init; } = 200;

    /// <summary>Whether a pass keeps only its input and runs again when going back: "auto" (yes on a GPU), "on", "off".</summary>
    public string Recompute { get; init; } = "auto";

    /// <summary>Every so-manyth step is followed by spans; 0: none.</summary>
    public int TraceEvery { get; init; }

    /// <summary>Port of /metrics; 0: any free one, -1: none.</summary>
    public int HttpPort { get; init; } = 9095;

    /// <summary>Address /metrics listens on.</summary>
    public string HttpHost { get; init; } = "127.0.0.1";

    /// <summary>Who may use that port.</summary>
    public HttpSecuritySettings HttpSecurity { get; init; } = new();

    /// <summary>How tensors travel between nodes.</summary>
    public DataPlaneSettings DataPlane { get; init; } = new();
}
