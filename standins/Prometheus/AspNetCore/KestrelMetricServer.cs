using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Prometheus;

/// <summary>A web server that has only the page of one registry, for a program that has no web server.</summary>
public sealed class KestrelMetricServer(KestrelMetricServerOptions options) : MetricHandler
{
    public KestrelMetricServer(
        int port, string url = "/metrics", CollectorRegistry? registry = null, X509Certificate2? certificate = null)
        : this("+", port, url, registry, certificate)
    {
    }

    public KestrelMetricServer(
        string hostname,
        int port,
        string url = "/metrics",
        CollectorRegistry? registry = null,
        X509Certificate2? certificate = null)
        : this(CreateOptions(hostname, port, url, registry, certificate))
    {
    }

    /// <exception cref="IOException">The port is in use; thrown by Start.</exception>
    protected override Task StartServer(CancellationToken cancel)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{options.Hostname}:{options.Port}");
        builder.Services.AddRoutingCore();
        WebApplication server = builder.Build();
        server.UseRouting();
        server.MapMetrics(options.Url, options.Registry);
        try
        {
            server.Start();
        }
        catch
        {
            ((IDisposable)server).Dispose();
            throw;
        }

        return ServeAsync(server, cancel);
    }

    private static async Task ServeAsync(WebApplication server, CancellationToken cancel)
    {
        await using (server)
            await server.WaitForShutdownAsync(cancel);
    }

    private static KestrelMetricServerOptions CreateOptions(
        string hostname, int port, string url, CollectorRegistry? registry, X509Certificate2? certificate) =>
        certificate is null
            ? new KestrelMetricServerOptions
            {
                Hostname = hostname,
                Port = checked((ushort)port),
                Url = url,
                Registry = registry,
            }
            : throw new NotSupportedException(
                $"A certificate was given for the metrics server on port {port}, but the stand-in for prometheus-net "
                + "serves plain HTTP only. Build with the packages stack, or map /metrics in a web application that "
                + "has the certificate.");
}
