using System.Globalization;

namespace Moe.Cluster.DataPlane;

/// <summary>Where a node's data plane listens.</summary>
/// <param name="Host">An address or host name.</param>
/// <param name="Port">A port.</param>
internal sealed record PeerAddress(string Host, int Port)
{
    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">The text is no address.</exception>
    public static PeerAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new PeerAddress(text[..colon], port)
            : throw new FormatException($"'{text}' is no address of a data plane, expected HOST:PORT.");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
