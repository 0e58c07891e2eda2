namespace Moe.Cluster.DataPlane;

/// <summary>Why a transfer did not happen. The numbers up to 99 are the wire's.</summary>
internal enum DataPlaneFailure
{
    /// <summary>The block's lease has ended, or nothing is kept under the name.</summary>
    Gone = 1,

    /// <summary>The handle was given out by an earlier life of the node.</summary>
    OtherIncarnation = 2,

    /// <summary>The peer keeps as much as it may.</summary>
    NoRoom = 3,

    /// <summary>The receiver granted nothing, or the sender sent nothing, for too long.</summary>
    Stalled = 4,

    /// <summary>The peer has too many transfers open on the connection.</summary>
    Busy = 5,

    /// <summary>What the peer has is not what the handle promised.</summary>
    Mismatch = 6,

    /// <summary>There is no connection, or it broke.</summary>
    ConnectionLost = 100,

    /// <summary>The peer or this node refuses to speak with the other: another run, token, certificate or version.</summary>
    Refused = 101,
}
