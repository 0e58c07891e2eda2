using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Prometheus;

namespace Moe.Cluster.Http;

/// <summary>/metrics for Prometheus.</summary>
/// <param name="registry">What it shows.</param>
internal sealed class MetricsEndpoint(CollectorRegistry registry) : IHttpEndpoints
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => routes.MapMetrics("/metrics", registry).RequireAccess(Access.Read);
}
