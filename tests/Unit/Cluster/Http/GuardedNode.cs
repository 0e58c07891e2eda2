using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moe.Actors;
using Moe.Cluster.Http;
using Moe.Cluster.Http.Security;
using Moe.Cluster.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http;

/// <summary>A real listener with an address to read and one to operate, two tokens, and its audit.</summary>
internal sealed class GuardedNode : IAsyncDisposable
{
    public const string Reader = "the-token-of-the-one-who-reads";
    public const string Operator = "the-token-of-the-one-who-operates";

    private readonly TemporaryFolder folder = new();
    private readonly AuditLog audit;
    private NodeHttpServer server = null!;

    private GuardedNode() => audit = new AuditLog(folder.File("audit.jsonl"), "node", TimeProvider.System);

    /// <summary>Bodies of the operations that were done, and who asked for them.</summary>
    public List<(string Who, string Body)> Done { get; } = [];

    public Uri Address => server.Address;

    public HttpClient Client { get; } = new();

    /// <summary>The audit's lines.</summary>
    public List<JsonElement> Audit => File.Exists(folder.File("audit.jsonl"))
        ? [.. File.ReadLines(folder.File("audit.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)]
        : [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<GuardedNode> StartAsync(
        bool tokens = true, HttpSecuritySettings? security = null, HttpLimits? limits = null)
    {
        GuardedNode node = new();
        security ??= new HttpSecuritySettings();
        if (tokens)
        {
            security = security with
            {
                TokensFile = node.folder.Write("tokens",
                    $"{new HttpToken("reader", Access.Read, HttpToken.HashOf(Reader)).Line}\n" +
                    $"{new HttpToken("operator", Access.Operate, HttpToken.HashOf(Operator)).Line}\n"),
            };
        }
        node.server = await NodeHttpServer.StartAsync(new NodeSettings { HttpPort = 0, HttpSecurity = security },
            new HttpSurroundings(node.audit, TimeProvider.System, _ => { }) { Limits = limits ?? new HttpLimits() },
            new HealthEndpoints(() => true), new Addresses(node.Done));
        node.Client.BaseAddress = node.Address;
        return node;
    }

    /// <summary>Sends a request.</summary>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token = null, string? body = null, string type = "application/json",
        params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(method, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in headers) Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return Client.SendAsync(request, Cancel);
    }

    public Task<HttpResponseMessage> OperateAsync(string? token, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/operate", token, "{\"operation\":\"pause\"}", headers: headers);

    /// <summary>Opens a connection of one's own and sends some text.</summary>
    public async Task<TcpClient> SayAsync(string text)
    {
        TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port, Cancel);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Cancel);
        return client;
    }

    /// <summary>What comes until the other side ends the connection.</summary>
    public static async Task<string> RestAsync(TcpClient client)
    {
        using MemoryStream rest = new();
        try
        {
            await client.GetStream().CopyToAsync(rest, Cancel);
        }
        catch (IOException reset) when (reset.InnerException is SocketException)
        {
            // Ended with a reset: what came before counts.
            Assert.NotEqual(SocketError.Success, ((SocketException)reset.InnerException).SocketErrorCode);
        }
        return Encoding.ASCII.GetString(rest.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        audit.Dispose();
        folder.Dispose();
    }

    private sealed class Addresses(List<(string, string)> done) : IHttpEndpoints
    {
        public void Map(IEndpointRouteBuilder routes)
        {
            routes.MapGet("/read", context => context.Response.WriteAsync($"for {context.User.Identity!.Name}"))
                .RequireAccess(Access.Read);
            routes.MapPost("/operate", async context =>
            {
                using StreamReader reader = new(context.Request.Body);
                var body = await reader.ReadToEndAsync();
                context.Response.StatusCode = body == "nonsense" ? StatusCodes.Status400BadRequest : StatusCodes.Status202Accepted;
                if (context.Response.StatusCode != StatusCodes.Status202Accepted) return;
                lock (done) done.Add((context.User.Identity!.Name!, body));
            }).RequireAccess(Access.Operate);
        }
    }
}
