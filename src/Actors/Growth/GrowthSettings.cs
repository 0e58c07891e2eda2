namespace Moe.Actors.Growth;

/// <summary>How many experts a run begins with, and the policy that clones, merges and prunes them from measured use.</summary>
public sealed record GrowthSettings
{
    /// <summary>Experts of each routed layer that are on at the beginning; 0: all. The others are slots for clones.</summary>
    public int ExpertsAtStart { get; init; }

    /// <summary>Relative noise on the weights of a clone; 0: the layer's function is kept.</summary>
    public double CloneNoise { get; init; }

    /// <summary>Steps between two looks of the policy; 0: there is none.</summary>
    public int Every { get; init; }

    /// <summary>An expert with less than this part of an equal share is pruned; 0: none.</summary>
    public double PruneBelow { get; init; }

    /// <summary>Two experts whose routes over the tasks have a larger cosine are merged; 0: none.</summary>
    public double MergeAbove { get; init; }

    /// <summary>An expert with more than so many equal shares is cloned, if a slot is off; 0: none.</summary>
    public double CloneAbove { get; init; }
}
