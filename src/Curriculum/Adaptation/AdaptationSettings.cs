using Moe.Curriculum.Gym;

namespace Moe.Curriculum.Adaptation;

/// <summary>Which weights adaptation starts from.</summary>
public enum StartingWeights
{
    /// <summary>The run's newest checkpoint.</summary>
    Trained,

    /// <summary>What the run itself started from, along one path: the single-task baseline.</summary>
    Initial,
}

/// <summary>Few-shot adaptation to unseen tasks: tasks x seeds x learning rates x batch sizes (paper notes 4.3).</summary>
public sealed record AdaptationSettings
{
    /// <summary>Names of tasks; train, dev and test stand for the lists of the run's split.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = ["test"];

    /// <summary>Seeds of the few-shot samples.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = FewShotSplit.Seeds;

    /// <summary>Learning rates of the grid.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [1e-5, 2e-5, 5e-5];

    /// <summary>Batch sizes of the grid.</summary>
    public IReadOnlyList<int> BatchRows { get; init; } = [2, 4, 8];

    /// <summary>Where the weights come from.</summary>
    public StartingWeights Start { get; init; }

    /// <summary>Where the unseen task's route comes from.</summary>
    public UnseenRouteKind Route { get; init; }

    /// <summary>A folder with representations of seen and unseen tasks; null: none.</summary>
    public string? TaskVectors { get; init; }

    /// <summary>Optimizer steps of a job.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Steps of linear warm-up.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>Steps between scores on the dev rows.</summary>
    public int EvaluateEvery { get; init; } = 100;

    /// <summary>Peak learning rate of a route that is trained.</summary>
    public double RouteRate { get; init; } = 0.01;

    /// <summary>Test rows a task; 0: all.</summary>
    public int TestRows { get; init; }

    /// <summary>Seconds without a sign of life after which another process takes a job over.</summary>
    public int LeaseSeconds { get; init; } = 30;
}
