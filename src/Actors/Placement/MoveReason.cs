namespace Moe.Actors.Placement;

/// <summary>Why a copy of an expert moves.</summary>
public enum MoveReason
{
    /// <summary>There are fewer copies than wanted.</summary>
    New,

    /// <summary>There are more copies than wanted.</summary>
    Surplus,

    /// <summary>Its node is no longer there, or no longer has the device.</summary>
    Lost,

    /// <summary>Its node is to be emptied.</summary>
    Drain,

    /// <summary>It is pinned to another node.</summary>
    Pin,

    /// <summary>Two copies were on one node.</summary>
    Apart,

    /// <summary>Its device has no room for it.</summary>
    Memory,

    /// <summary>Its device has too much to compute, or another too little.</summary>
    Balance,

    /// <summary>The experts it exchanges most with are elsewhere.</summary>
    Path,
}
