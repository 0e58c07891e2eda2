using Microsoft.AspNetCore.Http;

namespace Prometheus;

/// <summary>Answers each request with the page of a registry.</summary>
public sealed class MetricServerMiddleware
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly CollectorRegistry _registry;

    /// <param name="next">Never called: the page is always the answer.</param>
    /// <param name="settings">What to show.</param>
    public MetricServerMiddleware(RequestDelegate next, Settings settings)
    {
        ArgumentNullException.ThrowIfNull(next);
        _registry = settings.Registry ?? Metrics.DefaultRegistry;
    }

    public async Task Invoke(HttpContext context)
    {
        ReadOnlyMemory<byte> page = await _registry.CollectAsync(context.RequestAborted);
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = page.Length;
        await context.Response.Body.WriteAsync(page, context.RequestAborted);
    }

    /// <summary>Which registry to show.</summary>
    public sealed class Settings
    {
        /// <summary>Null for the default registry.</summary>
        public CollectorRegistry? Registry { get; set; }
    }
}
