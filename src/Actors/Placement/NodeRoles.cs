namespace Moe.Actors.Placement;

/// <summary>What a node does in a run.</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>It holds experts.</summary>
    Expert = 1,

    /// <summary>It takes micro-batches through the experts.</summary>
    Router = 2,

    /// <summary>The coordinator may live there.</summary>
    Coordinator = 4,

    /// <summary>All of them.</summary>
    All = Expert | Router | Coordinator,
}
