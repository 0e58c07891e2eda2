using System.Net;
using Moe.Actors;
using Moe.Cluster.Http.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http;

public sealed class AccessGuardSpecs
{
    [Fact]
    public async Task Without_a_token_there_is_health_and_nothing_else()
    {
        await using var node = await GuardedNode.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await node.SendAsync(HttpMethod.Get, "/health/live")).StatusCode);
        var refused = await node.SendAsync(HttpMethod.Get, "/read");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Bearer", Assert.Single(refused.Headers.WwwAuthenticate).Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.OperateAsync(null)).StatusCode);
        Assert.Empty(node.Done);
        Assert.Equal(["GET /read", "POST /operate"], node.Audit.Select(line => line.GetProperty("what").GetString()));
        Assert.All(node.Audit, line =>
            Assert.StartsWith("refused, 401", line.GetProperty("outcome").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Bearer a-token-that-is-not-known-here")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==")]
    [InlineData(GuardedNode.Operator)]
    public async Task A_wrong_token_is_refused(string header)
    {
        await using var node = await GuardedNode.StartAsync();

        var refused = await node.SendAsync(HttpMethod.Get, "/read", headers: ("Authorization", header));

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_in_the_address_or_a_cookie_does_not_count()
    {
        await using var node = await GuardedNode.StartAsync();

        var asked = await node.SendAsync(HttpMethod.Get,
            $"/read?token={GuardedNode.Reader}&access_token={GuardedNode.Reader}", headers: ("Cookie", $"token={GuardedNode.Reader}"));

        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
    }

    [Fact]
    public async Task Who_may_read_may_not_operate_and_who_may_operate_may_read()
    {
        await using var node = await GuardedNode.StartAsync();

        Assert.Equal("for reader", await (await node.SendAsync(HttpMethod.Get, "/read", GuardedNode.Reader)).Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken));
        var refused = await node.OperateAsync(GuardedNode.Reader);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("insufficient_scope", Assert.Single(refused.Headers.WwwAuthenticate).Parameter, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await node.SendAsync(HttpMethod.Get, "/read", GuardedNode.Operator)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await node.OperateAsync(GuardedNode.Operator)).StatusCode);
        Assert.Equal(("operator", "{\"operation\":\"pause\"}"), Assert.Single(node.Done));
    }

    [Fact]
    public async Task Every_operation_and_every_refusal_is_in_the_audit_and_no_token()
    {
        await using var node = await GuardedNode.StartAsync();
        await node.OperateAsync(GuardedNode.Operator);
        await node.OperateAsync(GuardedNode.Reader);
        await node.SendAsync(HttpMethod.Post, "/operate", GuardedNode.Operator, "nonsense");

        Assert.Equal(["operator: done", "reader: refused, 403: the token may read only", "operator: answered with 400"],
            node.Audit.Select(line => $"{line.GetProperty("who").GetString()}: {line.GetProperty("outcome").GetString()}"));
        Assert.Equal("{\"operation\":\"pause\"}", node.Audit[0].GetProperty("asked").GetString());
        Assert.DoesNotContain(node.Audit, line => line.GetRawText().Contains("the-token-of", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(64, HttpStatusCode.Accepted)]
    [InlineData(65, HttpStatusCode.BadRequest)]
    public async Task The_key_of_an_operation_has_a_length_that_is_bounded(int length, HttpStatusCode expected)
    {
        await using var node = await GuardedNode.StartAsync();

        Assert.Equal(expected, (await node.OperateAsync(
            GuardedNode.Operator, (AccessGuard.KeyHeader, new string('x', length)))).StatusCode);
    }

    [Fact]
    public async Task Without_a_file_of_tokens_this_machine_may_do_everything()
    {
        await using var node = await GuardedNode.StartAsync(tokens: false);

        Assert.Equal(HttpStatusCode.OK, (await node.SendAsync(HttpMethod.Get, "/read")).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await node.OperateAsync(null)).StatusCode);
        Assert.Equal("local", Assert.Single(node.Done).Who);
    }

    [Fact]
    public async Task A_page_of_another_site_can_have_a_browser_do_nothing()
    {
        await using var node = await GuardedNode.StartAsync(tokens: false);
        var own = node.Address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.Forbidden, (await node.OperateAsync(null, ("Origin", "https://elsewhere.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await node.OperateAsync(null, ("Origin", "null"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType,
            (await node.SendAsync(HttpMethod.Post, "/operate", body: "{}", type: "text/plain")).StatusCode);
        Assert.Empty(node.Done);
        Assert.Equal(HttpStatusCode.Accepted, (await node.OperateAsync(null, ("Origin", own))).StatusCode);
    }

    [Theory]
    [InlineData("elsewhere.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.elsewhere.example:80", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("[::1]:9095", HttpStatusCode.OK)]
    [InlineData("10.1.2.3:9095", HttpStatusCode.OK)]
    public async Task A_name_that_was_made_to_point_here_is_not_answered(string host, HttpStatusCode expected)
    {
        await using var node = await GuardedNode.StartAsync(tokens: false);

        Assert.Equal(expected, (await node.SendAsync(HttpMethod.Get, "/read", headers: ("Host", host))).StatusCode);
    }

    [Fact]
    public async Task Callers_without_a_token_may_be_let_in_to_read_alone()
    {
        await using var node = await GuardedNode.StartAsync(security: new HttpSecuritySettings { Anonymous = "read" });

        Assert.Equal(HttpStatusCode.OK, (await node.SendAsync(HttpMethod.Get, "/read")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await node.OperateAsync(null)).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await node.OperateAsync(GuardedNode.Operator)).StatusCode);
    }
}
