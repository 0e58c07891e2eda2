using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Http.Security;
using Moe.Model.Failures;

namespace Moe.Cluster.Http;

/// <summary>The node's HTTP side: one listener with the endpoints it is given, behind its guard.</summary>
internal sealed class NodeHttpServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private NodeHttpServer(WebApplication application) => this.application = application;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts listening, with nobody who keeps an audit.</summary>
    /// <inheritdoc cref="StartAsync(NodeSettings, HttpSurroundings, IHttpEndpoints[])"/>
    public static Task<NodeHttpServer> StartAsync(NodeSettings node, params IHttpEndpoints[] endpoints) =>
        StartAsync(node, new HttpSurroundings(null, TimeProvider.System, _ => { }), endpoints);

    /// <summary>Starts listening.</summary>
    /// <param name="node">Host and port, and who may come in.</param>
    /// <param name="surroundings">Audit, clock and log.</param>
    /// <param name="endpoints">What it serves.</param>
    /// <exception cref="EnvironmentException">
    /// The port is taken, the host is no address of this machine, or a certificate cannot be used.
    /// </exception>
    /// <exception cref="ConfigurationException">The file of tokens cannot be used.</exception>
    public static async Task<NodeHttpServer> StartAsync(
        NodeSettings node, HttpSurroundings surroundings, params IHttpEndpoints[] endpoints)
    {
        Callers callers = new(node, surroundings.Time, surroundings.Log);
        var tls = HttpTls.Of(node.HttpSecurity, surroundings);
        try
        {
            var place = new IPEndPoint(Resolved(node.HttpHost), node.HttpPort);
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
            {
                surroundings.Limits.Apply(options, node.HttpSecurity.ConnectionsMax);
                options.Listen(place, listening =>
                {
                    listening.Protocols = HttpProtocols.Http1;
                    if (tls is not null) listening.UseHttps(tls);
                });
            });
            builder.Services.AddRoutingCore();
            builder.Services.AddRateLimiter(limiter => LimitAddresses(limiter, node.HttpSecurity.RequestsPerSecond));
            var application = builder.Build();
            application.UseRouting();
            application.UseRateLimiter();
            application.Use(new AccessGuard(callers, surroundings.Audit).InvokeAsync);
            foreach (var group in endpoints) group.Map(application);
            return await StartAsync(application);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            throw new EnvironmentException(
                $"{NodeSettingsReader.Path}.http-port {node.HttpPort} on {node.HttpHost} cannot be listened on: {failure.Message} " +
                $"Choose another with --set {NodeSettingsReader.Path}.http-port=PORT (0: any free port, -1: no /metrics), or end the " +
                "process that holds it.", failure);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task<NodeHttpServer> StartAsync(WebApplication application)
    {
        var started = false;
        try
        {
            await application.StartAsync();
            started = true;
            return new NodeHttpServer(application);
        }
        finally
        {
            if (!started) await application.DisposeAsync();
        }
    }

    // Each address has a bucket that fills once a second; idle ones are forgotten.
    private static void LimitAddresses(RateLimiterOptions options, int requestsPerSecond)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * requestsPerSecond,
                TokensPerPeriod = requestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
        options.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
    }

    // Left to itself, the listener would take a name that it cannot resolve for every address.
    private static IPAddress Resolved(string host) => IPAddress.TryParse(host, out var address) ? address
        : host == "localhost" ? IPAddress.Loopback
        : Dns.GetHostAddresses(host)[0];
}
