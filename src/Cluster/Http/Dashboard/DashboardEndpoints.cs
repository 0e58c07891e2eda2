using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Moe.Analysis.Routes;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>The page at / and what it asks for at /api: docs/dashboard.md has the shape of every answer.</summary>
/// <param name="view">The run.</param>
/// <param name="logs">What actors did.</param>
/// <param name="events">News of the run.</param>
internal sealed class DashboardEndpoints(RunView view, ActorLogs logs, EventStream events) : IHttpEndpoints
{
    private const int EntriesMost = 200, LinesMost = 300, TasksMost = 500;

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        // Open, since they say nothing of the run: the page is what asks a person for the token that its questions need.
        foreach (var file in PageFile.All()) routes.MapGet(file.Address, file.SendAsync);
        routes.MapGet("/api/events", events.SendAsync).RequireAccess(Access.Read);
        Answer(routes, "/api/run", _ => view.Summary());
        Answer(routes, "/api/nodes", _ => new { view.Map().Nodes });
        Answer(routes, "/api/experts", _ => new { view.Map().Experts });
        Answer(routes, "/api/losses", query => view.Losses(Number(query, "from"), Text(query, "category")));
        Answer(routes, "/api/scores", _ => view.Scores());
        Answer(routes, "/api/routes", _ => RoutesOf(view.Routes()));
        Answer(routes, "/api/ledger", query => new { Entries = view.Ledger(Number(query, "after"), EntriesMost) });
        Answer(routes, "/api/log", query => Text(query, "actor") is { } actor ? LogOf(actor, Text(query, "node")) : ActorsOf());
    }

    private static void Answer(IEndpointRouteBuilder routes, string address, Func<IQueryCollection, object> read) =>
        routes.MapGet(address, context =>
        {
            try
            {
                return DashboardJson.SendAsync(context, read(context.Request.Query));
            }
            catch (FormatException wrong)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return DashboardJson.SendAsync(context, new { Error = wrong.Message });
            }
        }).RequireAccess(Access.Read);

    private object ActorsOf() => new
    {
        Actors = logs.Actors().Select(actor => new { Actor = actor.Key, Nodes = actor.Value }),
    };

    private object LogOf(string actor, string? node) => new { Lines = logs.Of(actor, node, LinesMost) };

    // Three digits are what a colour shows, in a quarter of the room.
    private static object RoutesOf(RouteTable? table) => new
    {
        table?.Step,
        Layers = table?.Layers ?? [],
        Tasks = (table?.Tasks ?? []).Take(TasksMost).Select(task => new
        {
            task.Task,
            task.Category,
            Weights = task.Weights.Select(layer => layer.Select(weight => Math.Round(weight, 3))),
        }),
        LeftOut = Math.Max(0, (table?.Tasks.Count ?? 0) - TasksMost),
    };

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;

    private static long Number(IQueryCollection query, string name)
    {
        if (Text(query, name) is not { } text) return 0;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name}={text} is no whole number, for example {name}=100.");
    }
}
