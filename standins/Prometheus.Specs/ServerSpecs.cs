using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Prometheus.Specs;

/// <summary>The page over real HTTP on the loopback address.</summary>
public sealed class ServerSpecs
{
    private static readonly HttpClient _client = new();

    [Fact]
    public async Task Answers_at_metrics_in_a_web_application()
    {
        var page = new Page();
        page.Factory.CreateCounter("steps_total", "Steps.").Inc(7);
        await using WebApplication application = CreateApplication();
        application.MapMetrics(settings => settings.Registry = page.Registry);
        application.MapMetrics("/other", page.Registry);
        await application.StartAsync(TestContext.Current.CancellationToken);
        string address = application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        using HttpResponseMessage response =
            await _client.GetAsync($"{address}/metrics", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("# HELP steps_total Steps.\n# TYPE steps_total counter\nsteps_total 7\n", text);
        Assert.Equal(
            text, await _client.GetStringAsync($"{address}/other", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Answers_from_a_server_of_its_own_until_it_is_stopped()
    {
        var page = new Page();
        page.Factory.CreateGauge("x", "").Set(3);
        int port = FreePort();
        using var server = new KestrelMetricServer("127.0.0.1", port, registry: page.Registry);
        server.Start();
        string address = $"http://127.0.0.1:{port}/metrics";
        Assert.EndsWith("x 3\n", await _client.GetStringAsync(address, TestContext.Current.CancellationToken));
        await server.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(
            () => _client.GetStringAsync(address, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Refuses_to_start_twice_and_after_it_was_stopped()
    {
        var server = new KestrelMetricServer(
            new KestrelMetricServerOptions { Hostname = "127.0.0.1", Port = (ushort)FreePort() });
        server.Start();
        Assert.Throws<InvalidOperationException>(() => server.Start());
        server.Stop();
        Assert.Throws<InvalidOperationException>(() => server.Start());
    }

    [Fact]
    public void Fails_at_start_when_the_port_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var server = new KestrelMetricServer("127.0.0.1", ((IPEndPoint)taken.LocalEndpoint).Port);
        var failure = Assert.ThrowsAny<IOException>(() => server.Start());
        Assert.Contains("address already in use", failure.Message);
    }

    private static WebApplication CreateApplication()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        return builder.Build();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
