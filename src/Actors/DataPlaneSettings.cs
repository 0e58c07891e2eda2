namespace Moe.Actors;

/// <summary>How a node's data plane listens, proves itself and bounds what it holds. Nothing here changes a bit of a result.</summary>
public sealed record DataPlaneSettings
{
    /// <summary>Address to listen on.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Address or name others reach it by; null: <see cref="Host"/>, or the machine's name when that is every address.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>Port to listen on; 0: any free one.</summary>
    public int Port { get; init; }

    /// <summary>Secret that all nodes of the run share; null: none.</summary>
    public Secret? Token { get; init; }

    /// <summary>PEM file with the node's certificate; null: no TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the certificate's private key.</summary>
    public string? Key { get; init; }

    /// <summary>PEM file with the authority that signed every node's certificate.</summary>
    public string? Authority { get; init; }

    /// <summary>Bytes of one transfer that may be on their way, in MiB.</summary>
    public int WindowMib { get; init; } = 8;

    /// <summary>Largest block, in MiB.</summary>
    public int BlockMibMax { get; init; } = 2047;

    /// <summary>Most that is kept for other nodes, in MiB.</summary>
    public int StoreMibMax { get; init; } = 4096;

    /// <summary>How long a published block waits for its receivers, in seconds.</summary>
    public int LeaseSeconds { get; init; } = 120;

    /// <summary>How long a transfer may stand still, in seconds.</summary>
    public int StallSeconds { get; init; } = 30;

    /// <summary>Time between two signs of life, in milliseconds.</summary>
    public int PingMs { get; init; } = 500;

    /// <summary>Silence after which a connection counts as lost, in milliseconds.</summary>
    public int SilenceMs { get; init; } = 3000;

    /// <summary>Time to connect and greet, in milliseconds.</summary>
    public int ConnectMs { get; init; } = 3000;
}
