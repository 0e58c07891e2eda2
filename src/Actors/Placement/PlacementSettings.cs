namespace Moe.Actors.Placement;

/// <summary>When a move is worth it.</summary>
public sealed record PlacementSettings
{
    /// <summary>
    /// A device whose load, divided by its speed, lies further from the level than this share starts to give experts
    /// away or to take some.
    /// </summary>
    public double BalanceTrigger { get; init; } = 0.25;

    /// <summary>Once it has started, a device goes on until it is this close to the level. Smaller than the trigger, so that a
    /// load that wavers moves nothing.</summary>
    public double BalanceGoal { get; init; } = 0.1;

    /// <summary>Steps within which a move that only saves traffic must have saved more bytes than it moves.</summary>
    public double PaybackSteps { get; init; } = 1000;
}
