using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Moe.Actors;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Cluster.Http;
using Moe.Cluster.Http.Operations;
using Moe.Cluster.Runs;
using Moe.Model;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http.Operations;

public sealed class OperationEndpointsSpecs : IAsyncLifetime
{
    private static readonly Dictionary<string, object> Wish = new()
    {
        ["operation"] = "freeze",
        ["why"] = "a spec",
        ["expert"] = "vocabulary",
    };

    private const string Key = "4f1c";

    private readonly List<CoordinatorCommands.Operate> asked = [];
    private readonly HttpClient client = new();
    private Func<CoordinatorCommands.Operate, Task<CoordinatorEvents.Decided?>>? operate;
    private IReadOnlyList<AcceptedOperation> accepted = [];
    private NodeHttpServer server = null!;

    public async ValueTask InitializeAsync()
    {
        operate = command =>
        {
            asked.Add(command);
            return Task.FromResult<CoordinatorEvents.Decided?>(new(3, 12, null));
        };
        server = await NodeHttpServer.StartAsync(
            new NodeSettings { HttpPort = 0 }, new OperationEndpoints("key", () => operate, () => accepted));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task An_operation_reaches_the_coordinator_and_its_number_and_step_come_back()
    {
        var answer = await Ask("key", Wish);

        Assert.Equal(new OperationAnswer(3, 12, null), answer);
        var command = Assert.Single(asked);
        Assert.Equal(new RunOperation(OperationKind.Freeze) { Expert = ExpertId.Vocabulary }, command.Operation);
        Assert.Equal(("local", "a spec", Key), (command.Who, command.Why, command.Key));
    }

    [Fact]
    public async Task What_the_coordinator_refuses_comes_back_with_its_reason()
    {
        operate = _ => Task.FromResult<CoordinatorEvents.Decided?>(new(0, 0, "vocabulary is frozen already"));

        Assert.Equal("vocabulary is frozen already", (await Ask("key", Wish)).Refusal);
    }

    [Fact]
    public async Task What_is_no_operation_reaches_nobody()
    {
        Assert.Contains("'fly' is no operation", (await Ask("key", new() { ["operation"] = "fly", ["why"] = "so" })).Refusal,
            StringComparison.Ordinal);
        Assert.Contains("lacks 'why'", (await Ask("key", new() { ["operation"] = "pause" })).Refusal, StringComparison.Ordinal);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task A_node_that_is_not_meant_or_does_not_take_part_is_passed_over()
    {
        Assert.Contains("another node", (await Assert.ThrowsAsync<EnvironmentException>(() => Ask("other", Wish))).Message,
            StringComparison.Ordinal);
        operate = null;
        Assert.Contains("does not take part", (await Assert.ThrowsAsync<EnvironmentException>(() => Ask("key", Wish))).Message,
            StringComparison.Ordinal);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task A_decision_that_takes_too_long_is_told_as_open()
    {
        operate = _ => Task.FromResult<CoordinatorEvents.Decided?>(null);

        var open = await Assert.ThrowsAsync<EnvironmentException>(() => Ask("key", Wish));

        Assert.Contains("may yet", open.Message, StringComparison.Ordinal);
        Assert.Contains("cluster operations", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gets_no_answer_asks_all_nodes_again_with_the_same_key()
    {
        var decide = operate!;
        operate = async command =>
        {
            var decided = await decide(command);
            return asked.Count < 4 ? null : decided;
        };
        Listener here = new(server.Address, "key");

        var answer = await new OperationClient(client, null, Key, TimeProvider.System).AskAsync(
            [here, new Listener(here.Address, "other"), here], Wish, TimeSpan.FromMinutes(1));

        Assert.Equal(new OperationAnswer(3, 12, null), answer);
        Assert.Equal(Enumerable.Repeat(Key, 4), asked.Select(command => command.Key));
    }

    [Fact]
    public async Task A_node_that_is_lost_while_it_is_asked_leaves_it_to_the_others()
    {
        using TcpListener lost = new(IPAddress.Loopback, 0);
        lost.Start();
        var losing = LoseAsync(lost);

        var answer = await new OperationClient(client, null, Key, TimeProvider.System).AskAsync(
            [new Listener(new Uri($"http://{lost.LocalEndpoint}"), ""), new Listener(server.Address, "key")], Wish, TimeSpan.Zero);

        await losing;
        Assert.Equal(new OperationAnswer(3, 12, null), answer);
    }

    // A form on another site's page may send this to a node on the reader's machine; it may not send JSON.
    [Fact]
    public async Task What_a_strange_page_may_send_is_refused()
    {
        using StringContent text = new(JsonSerializer.Serialize(Wish), Encoding.UTF8, "text/plain");

        using var answer = await client.PostAsync(
            new Uri(server.Address, OperationEndpoints.Path), text, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task The_list_has_every_operation_and_what_they_come_to()
    {
        accepted =
        [
            new(1, 4, "ann", "hot", new RunOperation(OperationKind.Freeze) { Expert = ExpertId.Vocabulary }),
            new(2, 6, "bob", "cold", new RunOperation(OperationKind.Pause)),
            new(3, 6, "bob", "wrong", new RunOperation(OperationKind.Undo) { Undone = 1 }),
        ];

        using var list = JsonDocument.Parse(await client.GetStringAsync(
            new Uri(server.Address, OperationEndpoints.Path), TestContext.Current.CancellationToken));

        var (now, operations) = (list.RootElement.GetProperty("now"), list.RootElement.GetProperty("operations"));
        Assert.Equal((true, 0), (now.GetProperty("paused").GetBoolean(), now.GetProperty("frozen").GetArrayLength()));
        Assert.Equal(["freeze", "pause", "undo"], operations.EnumerateArray().Select(one => one.GetProperty("operation").GetString()));
        Assert.Equal(3, operations[0].GetProperty("undone_by").GetInt64());
        var known = list.RootElement.GetProperty("known").EnumerateArray().Select(one => one.GetRawText());
        Assert.Contains(known, one => one.StartsWith("""{"operation":"sampler",""", StringComparison.Ordinal)
            && one.EndsWith(""","required":["sampler"],"optional":["temperature"]}""", StringComparison.Ordinal));
    }

    private Task<OperationAnswer> Ask(string key, Dictionary<string, object> request) =>
        new OperationClient(client, null, Key, TimeProvider.System).AskAsync([new Listener(server.Address, key)], request, TimeSpan.Zero);

    // A node that takes what is asked and ends.
    private static async Task LoseAsync(TcpListener listener)
    {
        using var caller = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        _ = await caller.GetStream().ReadAsync(new byte[1], TestContext.Current.CancellationToken);
    }
}
