using System.Net;
using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.Http;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http;

public sealed class NodeHttpServerSpecs
{
    [Fact]
    public async Task Health_says_whether_it_trains()
    {
        var ready = false;
        await using var server = await NodeHttpServer.StartAsync(new NodeSettings { HttpPort = 0 }, new HealthEndpoints(() => ready));
        using HttpClient client = new() { BaseAddress = server.Address };
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready", cancel)).StatusCode);
        ready = true;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", cancel)).StatusCode);
    }

    [Fact]
    public async Task A_port_in_use_is_told_with_the_setting_that_changes_it()
    {
        using TcpListener holder = new(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<EnvironmentException>(
            () => NodeHttpServer.StartAsync(new NodeSettings { HttpPort = port }));

        Assert.Contains($"training.node.http-port {port} on 127.0.0.1 cannot be listened on", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--set training.node.http-port=PORT", failure.Message, StringComparison.Ordinal);
    }
}
