using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Model.Failures;

namespace Moe.Cluster.Http;

/// <summary>The node's HTTP side: one listener with the endpoints it is given.</summary>
internal sealed class NodeHttpServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private NodeHttpServer(WebApplication application) => this.application = application;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(application.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts listening.</summary>
    /// <param name="node">Host and port.</param>
    /// <param name="endpoints">What it serves.</param>
    /// <exception cref="EnvironmentException">The port is taken, or the host is no address of this machine.</exception>
    public static async Task<NodeHttpServer> StartAsync(NodeSettings node, params IHttpEndpoints[] endpoints)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{Bracketed(node.HttpHost)}:{node.HttpPort}");
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        application.UseRouting();
        foreach (var group in endpoints) group.Map(application);
        try
        {
            await application.StartAsync();
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException or FormatException
            or InvalidOperationException)
        {
            await application.DisposeAsync();
            throw new EnvironmentException(
                $"{NodeSettingsReader.Path}.http-port {node.HttpPort} on {node.HttpHost} cannot be listened on: {failure.Message} " +
                $"Choose another with --set {NodeSettingsReader.Path}.http-port=PORT (0: any free port, -1: no /metrics), or end the " +
                "process that holds it.", failure);
        }
        return new NodeHttpServer(application);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static string Bracketed(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{address}]"
            : host;
}
