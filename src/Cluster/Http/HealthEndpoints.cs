using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Moe.Cluster.Http;

/// <summary>/health/live as long as the process runs, /health/ready once it trains.</summary>
/// <param name="ready">Whether the node trains.</param>
internal sealed class HealthEndpoints(Func<bool> ready) : IHttpEndpoints
{
    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", context => context.Response.WriteAsync("live\n"));
        routes.MapGet("/health/ready", context =>
        {
            var isReady = ready();
            context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(isReady ? "ready\n" : "not ready\n");
        });
    }
}
