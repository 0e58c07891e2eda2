using Moe.Cluster.DataPlane.Wire;

namespace Moe.Cluster.DataPlane.Connections;

/// <summary>What one side of a connection does with frames other than the transfers' own.</summary>
internal interface IFrameHandler
{
    /// <summary>Handles a control frame, on the reading thread; never waits.</summary>
    /// <returns>null, or what is wrong with the frame: the connection is closed then.</returns>
    string? Handle(PeerConnection connection, in FrameHeader header, ReadOnlySpan<byte> payload);

    /// <summary>The connection has begun to close; told once, at once, by whichever thread saw it.</summary>
    void Closing(PeerConnection connection, PeerLoss loss);
}
