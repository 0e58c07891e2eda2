using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Moe.Actors;
using Moe.Analysis.Routes;
using Moe.Cluster.Http;
using Moe.Cluster.Http.Dashboard;
using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http.Dashboard;

public sealed class DashboardEndpointsSpecs : IAsyncLifetime
{
    private readonly FollowedRun run = new();
    private NodeHttpServer server = null!;
    private HttpClient client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        run.Happens(RunEvents.Started, 0, ("reason", "the first epoch"));
        run.Trains(0);
        run.Scores(1);
        server = await NodeHttpServer.StartAsync(
            new NodeSettings { HttpPort = 0 }, new DashboardEndpoints(run.View, run.Logs, new EventStream(run.View, TimeProvider.System)));
        client = new HttpClient { BaseAddress = server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        run.Dispose();
    }

    [Theory]
    [InlineData("/api/run", "name,node,phase,step,planned_steps,stage,epoch,coordinator,loss,tokens_per_second,seconds_left,nodes_lost,"
        + "recoveries,moves,seconds_quiet")]
    [InlineData("/api/nodes", "nodes", "nodes", "node,leaving,experts,micro_batches,is_coordinator,is_here")]
    [InlineData("/api/experts", "experts", "experts", "expert,node,version,micro_batches,off")]
    [InlineData("/api/losses", "steps_per_point,steps,loss,series")]
    [InlineData("/api/scores", "evaluations,tasks", "evaluations", "step,rows,mean,categories")]
    [InlineData("/api/scores", "evaluations,tasks", "tasks", "task,category,scores")]
    [InlineData("/api/routes", "step,layers,tasks,left_out")]
    [InlineData("/api/ledger", "entries", "entries", "id,at,kind,step,details")]
    [InlineData("/api/log", "actors")]
    [InlineData("/api/log?actor=router", "lines")]
    public async Task Every_answer_has_the_shape_that_the_documentation_shows(string address, string names, string? list = null,
        string? ofItems = null)
    {
        var answer = await ReadAsync(address);
        Assert.Equal(names, Names(answer));
        if (list is not null) Assert.Equal(ofItems, Names(answer.GetProperty(list)[0]));
        var documented = File.ReadAllText(RepositoryFiles.At("docs", "dashboard.md"));
        foreach (var name in names.Split(',').Concat(ofItems?.Split(',') ?? []))
            Assert.Contains($"\"{name}\"", documented, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_are_those_of_the_last_checkpoint()
    {
        Directory.CreateDirectory(run.File(RunFiles.RouteFolder));
        var rows = RouteCsv.Header + "\n2,colour,lexical,encoder.0,0,1\n2,colour,lexical,encoder.0,1,0\n"
            + "4,colour,lexical,encoder.0,0,0.33333334\n4,colour,lexical,encoder.0,1,0.6666667\n";
        await File.WriteAllTextAsync(run.File(RunFiles.RouteFolder, RunFiles.RouteHistory), rows, Cancel);

        var answer = await ReadAsync("/api/routes");

        Assert.Equal(4, answer.GetProperty("step").GetInt64());
        Assert.Equal("""[{"name":"encoder.0","experts":2}]""", answer.GetProperty("layers").GetRawText());
        Assert.Equal("""[{"task":"colour","category":"lexical","weights":[[0.333,0.667]]}]""", answer.GetProperty("tasks").GetRawText());
    }

    [Fact]
    public async Task What_an_actor_did_is_shown_newest_first_with_its_node()
    {
        using (ActorLogFile log = new(run.File(RunFiles.OfNode(RunFiles.Actors, "there:2")), "there:2", run.Time, Assert.Fail))
        {
            log.Say("router", "first");
            run.Time.Advance(1);
            log.Say("router", "second");
            log.Say("encoder.0.1", "else");
        }

        var actors = await ReadAsync("/api/log");
        var lines = (await ReadAsync("/api/log?actor=router&node=there:2")).GetProperty("lines");

        Assert.Equal("""[{"actor":"encoder.0.1","nodes":["there:2"]},{"actor":"router","nodes":["there:2"]}]""",
            actors.GetProperty("actors").GetRawText());
        Assert.Equal(["second", "first"], lines.EnumerateArray().Select(line => line.GetProperty("what").GetString()));
        Assert.Equal("there:2", lines[0].GetProperty("node").GetString());
    }

    [Fact]
    public async Task A_number_that_is_none_is_told()
    {
        var answer = await client.GetAsync("/api/losses?from=-3", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("""{"error":"from=-3 is no whole number, for example from=100."}""", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task News_come_numbered_and_go_on_after_the_last_that_was_seen()
    {
        using var first = await ListenAsync("/api/events?after=0");
        var news = await UntilAsync(first, "event: run");
        Assert.Contains("event: ledger\ndata: {\"id\":", news, StringComparison.Ordinal);
        Assert.Contains("event: map\ndata: {\"nodes\":[", news, StringComparison.Ordinal);
        var id = run.View.Ledger(0, 1)[0].Id;
        Assert.Contains($"id: {id}\n", news, StringComparison.Ordinal);

        using var second = await ListenAsync($"/api/events?after={id}");
        Assert.DoesNotContain("event: ledger", await UntilAsync(second, "event: run"), StringComparison.Ordinal);
        run.Happens(RunEvents.Checkpoint, 1);
        Assert.Contains("\"kind\":\"checkpoint\"", await UntilAsync(second, "event: ledger"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task News_end_after_five_minutes_so_that_a_withdrawn_token_reads_no_longer()
    {
        await using var timed = await NodeHttpServer.StartAsync(
            new NodeSettings { HttpPort = 0 }, new DashboardEndpoints(run.View, run.Logs, new EventStream(run.View, run.Time)));
        using HttpClient viewer = new() { BaseAddress = timed.Address };
        using StreamReader news = new(await viewer.GetStreamAsync("/api/events?after=0", Cancel));
        await UntilAsync(news, "event: run");

        run.Time.Advance(299);
        await UntilAsync(news, "event: run");
        run.Time.Advance(2);

        await news.ReadToEndAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    [Fact]
    public async Task The_page_is_all_there_and_may_load_nothing_from_elsewhere()
    {
        var page = await client.GetAsync("/", Cancel);
        var text = await page.Content.ReadAsStringAsync(Cancel);

        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
        Assert.StartsWith("default-src 'none'; script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal);
        Assert.DoesNotMatch("""<script(?! type="module" src="/page/)|<style| style=| on[a-z]+=""", text);
        foreach (var file in PageFile.All().Where(file => file.Address != "/"))
        {
            var content = await client.GetStringAsync(file.Address, Cancel);
            Assert.DoesNotMatch(@"https?://(?!www\.w3\.org/2000/svg)|innerHTML|\beval\(", content);
        }
    }

    [Fact]
    public async Task All_that_says_something_of_the_run_needs_read_access()
    {
        await using var application = WebApplication.CreateSlimBuilder().Build();
        new DashboardEndpoints(run.View, run.Logs, new EventStream(run.View, TimeProvider.System)).Map(application);

        foreach (var endpoint in ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints))
        {
            var address = ((RouteEndpoint)endpoint).RoutePattern.RawText!;
            var isPage = address == "/" || address.StartsWith("/page/", StringComparison.Ordinal);
            Assert.Equal(isPage ? [] : [Access.Read], endpoint.Metadata.OfType<Access>());
        }
    }

    private static string Names(JsonElement value) => string.Join(',', value.EnumerateObject().Select(property => property.Name));

    private async Task<JsonElement> ReadAsync(string address) =>
        JsonDocument.Parse(await client.GetStringAsync(address, Cancel)).RootElement;

    private async Task<StreamReader> ListenAsync(string address) => new(await client.GetStreamAsync(address, Cancel));

    // Everything up to the end of the first event of a kind.
    private static async Task<string> UntilAsync(StreamReader news, string line)
    {
        List<string> heard = [];
        do heard.Add(await news.ReadLineAsync(Cancel) ?? throw new EndOfStreamException(string.Join('\n', heard)));
        while (!heard.Contains(line) || heard[^1].Length > 0);
        return string.Join('\n', heard) + "\n";
    }
}
