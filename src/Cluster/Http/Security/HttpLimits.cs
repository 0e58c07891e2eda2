using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Moe.Cluster.Http.Security;

/// <summary>How much and how slowly a caller may send. Requests are small: questions, and operations of a few hundred bytes.</summary>
internal sealed record HttpLimits
{
    /// <summary>Longest body, in bytes.</summary>
    public const int BodyBytesMax = 16 * 1024;

    private const int HeaderBytesMax = 16 * 1024;
    private const int HeadersMax = 64;
    private const int LineBytesMax = 4 * 1024;
    private const double BodyBytesPerSecondMin = 240;

    /// <summary>Time for a request's line and headers.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time before a slow body is measured.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for the handshake of TLS.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a connection may stay open without a request.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sets them.</summary>
    public void Apply(KestrelServerOptions options, int connectionsMax)
    {
        options.AddServerHeader = false;
        var limits = options.Limits;
        limits.MaxConcurrentConnections = connectionsMax;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = BodyBytesMax;
        limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        limits.MaxRequestHeaderCount = HeadersMax;
        limits.MaxRequestLineSize = LineBytesMax;
        limits.MinRequestBodyDataRate = new MinDataRate(BodyBytesPerSecondMin, Grace);
        limits.RequestHeadersTimeout = Headers;
        limits.KeepAliveTimeout = Idle;
    }
}
