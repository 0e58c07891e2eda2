namespace Moe.Actors;

/// <summary>Who may use a node's HTTP side, and how much of it.</summary>
public sealed record HttpSecuritySettings
{
    /// <summary>File of the tokens that callers may have; null: there are none.</summary>
    public string? TokensFile { get; init; }

    /// <summary>What a caller without a token may do: "nothing", "read", "operate", or "auto" (see cluster.hocon).</summary>
    public string Anonymous { get; init; } = "auto";

    /// <summary>PEM file with the certificate of HTTPS, and those between it and its authority; null: plain HTTP.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the certificate's private key.</summary>
    public string? Key { get; init; }

    /// <summary>PEM file with the authority whose certificates callers must show; null: they need none.</summary>
    public string? ClientAuthority { get; init; }

    /// <summary>Connections open at once.</summary>
    public int ConnectionsMax { get; init; } = 256;

    /// <summary>Requests a second that one address may make; twice as many at once.</summary>
    public int RequestsPerSecond { get; init; } = 200;
}
