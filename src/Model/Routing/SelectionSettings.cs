namespace Moe.Model.Routing;

/// <summary>How routes are made from logits; part of a checkpoint, since routes mean nothing without it.</summary>
/// <param name="Mode">From logits to weights.</param>
/// <param name="NoisePerTask">
/// Draw Gumbel noise and exploration once for each (step, task, layer, expert) instead of for each row: then all rows
/// of a task share a path within a step, and sparse training runs few experts.
/// </param>
/// <param name="Exploration">Replacement of weights in training.</param>
public sealed record SelectionSettings(SelectionMode Mode, bool NoisePerTask, Exploration Exploration)
{
    /// <summary>The authors' default: Gumbel straight-through, noise for each row, no exploration.</summary>
    public static SelectionSettings Default { get; } =
        new(SelectionMode.GumbelStraightThrough, false, Exploration.None);
}
