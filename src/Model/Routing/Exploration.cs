namespace Moe.Model.Routing;

/// <summary>What a row's weights are replaced by when it explores.</summary>
public enum ExplorationKind
{
    /// <summary>One expert, each with the same probability (the authors' encoder rule).</summary>
    RandomExpert,

    /// <summary>All experts with equal weight (the authors' decoder rule).</summary>
    EqualWeights,
}

/// <summary>
/// In training, with probability <paramref name="Rate"/>, for each layer and row on its own, the weights are replaced
/// and carry no gradient (paper notes 1.6). The same rule serves both stacks.
/// </summary>
public sealed record Exploration(double Rate, ExplorationKind Kind = ExplorationKind.RandomExpert)
{
    /// <summary>Never.</summary>
    public static Exploration None { get; } = new(0);
}
