using Moe.Model.Routing;

namespace Moe.Curriculum.Stages;

/// <summary>How a stage turns router logits into routes.</summary>
public enum StageSelection
{
    /// <summary>Every task takes expert 0 of every layer: plain multi-task training.</summary>
    Single,

    /// <summary>Every expert weighs the same (baseline; paper notes 3.7).</summary>
    Average,

    /// <summary>A constant table drawn once per task and layer (baseline).</summary>
    TaskRandom,

    /// <summary>A uniformly random expert per row and layer, drawn at every step (baseline).</summary>
    InstanceRandom,

    /// <summary>softmax(z / tau).</summary>
    Softmax,

    /// <summary>softmax((z + g) / tau) with Gumbel noise g.</summary>
    GumbelSoftmax,

    /// <summary>One-hot of the Gumbel softmax's largest, with its gradient (straight-through).</summary>
    GumbelSoftmaxStraightThrough,
}

/// <summary>
/// One stretch of a run: what is selected and computed, what is trained, for how many steps. Stages follow one another;
/// a run's last step is the sum of their lengths.
/// </summary>
public sealed record TrainingStage
{
    /// <summary>Name for the ledger and the run file.</summary>
    public required string Name { get; init; }

    /// <summary>Optimizer steps of this stage.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether all experts run, or only the picked one.</summary>
    public ComputationMode Computation { get; init; } = ComputationMode.Sparse;

    /// <summary>How routes follow from logits.</summary>
    public StageSelection Selection { get; init; } = StageSelection.GumbelSoftmaxStraightThrough;

    /// <summary>Temperature at the stage's first step.</summary>
    public double InitialTemperature { get; init; } = 2.0;

    /// <summary>Lowest temperature.</summary>
    public double MinimumTemperature { get; init; } = 0.1;

    /// <summary>tau(s) = max(initial exp(-rate s), minimum), s counted from the stage's start (paper notes 3.4).</summary>
    public double AnnealRate { get; init; } = 3e-4;

    /// <summary>Whether the Gumbel selections draw noise; without it the straight-through one picks the largest logit.</summary>
    public bool Noise { get; init; } = true;

    /// <summary>Whether Gumbel noise is drawn once a task and step (true) or for every row (false, the paper's).</summary>
    public bool NoisePerTask { get; init; }

    /// <summary>Probability of replacing a row's route at a layer by a random one (paper notes 1.6).</summary>
    public double Exploration { get; init; }

    /// <summary>Distinct experts a task and layer, for <see cref="StageSelection.TaskRandom"/>.</summary>
    public int TaskRandomExperts { get; init; } = 1;

    /// <summary>At the stage's start, every expert of a layer becomes a copy of its expert 0 plus this relative noise; null: no
    /// copy.</summary>
    public double? GrowWithNoise { get; init; }

    /// <summary>
    /// At the stage's start, so many rows of each task go through the encoder, the mean states become the task embeddings,
    /// and the router is fitted to a balanced clustering of them, one expert a cluster; 0: not.
    /// </summary>
    public int RoutesFromRows { get; init; }

    /// <summary>Factor on the experts' learning rate.</summary>
    public double RateScale { get; init; } = 1.0;

    /// <summary>Whether the router network learns.</summary>
    public bool TrainRouter { get; init; } = true;

    /// <summary>Whether the task embeddings learn.</summary>
    public bool TrainTaskEmbeddings { get; init; } = true;
}
