using System.Globalization;

namespace Moe.Cluster.DataPlane;

/// <summary>Where a node's data plane listens.</summary>
/// <param name="Host">An address or host name.</param>
/// <param name="Port">A port.</param>
internal sealed record PeerAddress(string Host, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
