using System.Net;
using System.Net.Sockets;
using Moe.Actors;
using Moe.Cluster.Http.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http;

/// <summary>What strangers send to bring a node down, over real sockets. Waits are for the node to end what it should.</summary>
public sealed class HttpLimitsSpecs
{
    private const string Head = "POST /operate HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + GuardedNode.Operator + "\r\n";

    private static readonly HttpLimits Hasty = new()
    {
        Headers = TimeSpan.FromMilliseconds(200),
        Grace = TimeSpan.FromMilliseconds(1100),
        Idle = TimeSpan.FromMilliseconds(200),
    };

    [Fact]
    public async Task A_body_that_is_too_tooLongis_refused_whether_its_length_is_told_or_not()
    {
        await using var node = await GuardedNode.StartAsync();
        var tooLong = new string('x', HttpLimits.BodyBytesMax + 1);

        var told = await node.SendAsync(HttpMethod.Post, "/operate", GuardedNode.Operator, tooLong);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, told.StatusCode);
        using var chunked = await node.SayAsync(
            $"{Head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{tooLong.Length:x}\r\n{tooLong}\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413", await GuardedNode.RestAsync(chunked), StringComparison.Ordinal);

        Assert.Empty(node.Done);
        Assert.All(node.Audit, line =>
            Assert.StartsWith("refused, 413", line.GetProperty("outcome").GetString(), StringComparison.Ordinal));
        Assert.Equal(2, node.Audit.Count);
    }

    [Fact]
    public async Task Headers_that_come_ever_so_slowly_are_cut_off()
    {
        await using var node = await GuardedNode.StartAsync(limits: Hasty);
        using var slow = await node.SayAsync("GET /read HTTP/1.1\r\nHost: localhost\r\nX-");

        Assert.StartsWith("HTTP/1.1 408", await GuardedNode.RestAsync(slow), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_comes_ever_so_slowly_is_cut_off()
    {
        await using var node = await GuardedNode.StartAsync(limits: Hasty);
        using var slow = await node.SayAsync($"{Head}Content-Length: 1000\r\n\r\n{{");

        Assert.StartsWith("HTTP/1.1 408", await GuardedNode.RestAsync(slow), StringComparison.Ordinal);
        Assert.Empty(node.Done);
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_ended()
    {
        await using var node = await GuardedNode.StartAsync(limits: Hasty);
        using var silent = await node.SayAsync("");

        Assert.Equal("", await GuardedNode.RestAsync(silent));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", "400")]
    [InlineData("GET /read HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET /read HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400")]
    [InlineData("GET /read HTTP/9.9\r\nHost: localhost\r\n\r\n", "505")]
    [InlineData("GET /../../etc/passwd HTTP/1.0\r\n\r\n", "404")]
    [InlineData("POST /operate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "400")]
    public async Task Malformed_requests_are_answered_with_their_fault_and_harm_nothing(string request, string status)
    {
        await using var node = await GuardedNode.StartAsync();
        using var client = await node.SayAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status}", await GuardedNode.RestAsync(client), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await node.SendAsync(HttpMethod.Get, "/read", GuardedNode.Reader)).StatusCode);
    }

    [Fact]
    public async Task Headers_that_are_too_many_or_too_tooLongare_refused()
    {
        await using var node = await GuardedNode.StartAsync();
        var many = string.Concat(Enumerable.Range(0, 100).Select(index => $"X-{index}: 1\r\n"));

        foreach (var (request, status) in new[]
        {
            ($"GET /read HTTP/1.1\r\nHost: localhost\r\n{many}\r\n", "431"),
            ($"GET /read HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 20_000)}\r\n\r\n", "431"),
            ($"GET /{new string('x', 5_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n", "414"),
        })
        {
            using var client = await node.SayAsync(request);
            Assert.StartsWith($"HTTP/1.1 {status}", await GuardedNode.RestAsync(client), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_connections_than_allowed_are_closed_at_once()
    {
        await using var node = await GuardedNode.StartAsync(security: new HttpSecuritySettings { ConnectionsMax = 2 });
        using var first = await node.SayAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        using var second = await node.SayAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await Answered(first);
        await Answered(second);

        using var third = await node.SayAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.Equal("", await GuardedNode.RestAsync(third));
    }

    [Fact]
    public async Task An_address_that_asks_too_often_is_told_to_wait()
    {
        await using var node = await GuardedNode.StartAsync(security: new HttpSecuritySettings { RequestsPerSecond = 1 });
        List<HttpResponseMessage> answers = [];
        while (answers.Count < 100 && answers.LastOrDefault()?.StatusCode != HttpStatusCode.TooManyRequests)
            answers.Add(await node.SendAsync(HttpMethod.Get, "/read", "a-guess-at-somebody-elses-token"));

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1].StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), answers[^1].Headers.RetryAfter!.Delta);
    }

    private static async Task Answered(TcpClient client) =>
        Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken));
}
