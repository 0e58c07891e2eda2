using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Cluster.Http.Security;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Http.Operations;

/// <summary>
/// /api/operations: asks the run's coordinator for an operation, on whichever node it is, and lists those that were accepted.
/// </summary>
/// <param name="listener">Key of this node's listener, so that who means another one's is told so.</param>
/// <param name="operate">Asks the coordinator; null while the node has not joined or has left.</param>
/// <param name="accepted">The operations of the run.</param>
internal sealed class OperationEndpoints(
    string listener, Func<Func<CoordinatorCommands.Operate, Task<CoordinatorEvents.Decided?>>?> operate,
    Func<IReadOnlyList<AcceptedOperation>> accepted) : IHttpEndpoints
{
    /// <summary>Where they are.</summary>
    public const string Path = "/api/operations";

    /// <summary>Name of the query parameter that says which listener is meant.</summary>
    public const string ListenerParameter = "listener";

    /// <summary>How long a decision is waited for: longer than most steps take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Who operates a node that asks nobody for a token.
    private const string Nobody = "local";

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, AcceptAsync).RequireAccess(Access.Operate);
        routes.MapGet(Path, ListAsync).RequireAccess(Access.Read);
    }

    private async Task AcceptAsync(HttpContext context)
    {
        if (context.Request.Query[ListenerParameter].ToString() is { Length: > 0 } meant && meant != listener)
        {
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "another node listens here than the one that is meant");
            return;
        }
        // A page of another site can send a form or a text to a node of this machine, but no JSON.
        if (!context.Request.HasJsonContentType())
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "expected a body of type application/json");
            return;
        }
        try
        {
            using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var (operation, why) = OperationText.ReadRequest(request.RootElement);
            string key = context.Request.Headers[AccessGuard.KeyHeader] is [{ } given] ? given : HttpToken.NewText();
            await DecideAsync(context, new CoordinatorCommands.Operate(operation, context.User.Identity?.Name ?? Nobody, why, key));
        }
        catch (Exception wrong) when (wrong is JsonException or ConfigurationException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, wrong.Message);
        }
    }

    private async Task DecideAsync(HttpContext context, CoordinatorCommands.Operate command)
    {
        if (operate() is not { } ask)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "this node does not take part in the run at the moment");
        }
        else if (await ask(command) is not { } decided)
        {
            await RefuseAsync(context, StatusCodes.Status504GatewayTimeout, string.Create(CultureInfo.InvariantCulture,
                $"the coordinator has not decided within {Patience.TotalSeconds:F0} s; it does between two steps, and may yet: ") +
                $"ask again with the same {AccessGuard.KeyHeader}, or look at {Path}");
        }
        else if (decided.Refusal is { } refusal)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, refusal);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await context.Response.WriteAsJsonAsync(new { id = decided.Id, accepted = true, step = decided.Step });
        }
    }

    private Task ListAsync(HttpContext context)
    {
        OperationLog log = new(Steering.None, accepted());
        var now = log.Newest;
        return context.Response.WriteAsJsonAsync(new
        {
            now = new
            {
                paused = now.IsPaused,
                frozen = now.Frozen.Select(expert => expert.ToString()),
                pins = now.Pins.ToDictionary(pin => pin.Key.ToString(), pin => pin.Value),
                quarantined = now.Quarantined,
                sampler = now.Sampler?.Kind.ToString().ToLowerInvariant(),
                temperature = now.Sampler?.Temperature,
            },
            operations = log.All.Select(operation => Described(operation, log)),
            known = OperationForm.All.Select(form => new
            {
                operation = OperationForm.NameOf(form.Kind),
                description = form.Description,
                required = form.Required.Select(argument => argument.Name),
                optional = form.Optional.Select(argument => argument.Name),
            }),
        });
    }

    private static Dictionary<string, object?> Described(AcceptedOperation operation, OperationLog log)
    {
        var text = OperationText.Describe(operation);
        if (log.UndoneBy(operation.Id) is { } by) text["undone_by"] = by.Id;
        return text;
    }

    private static Task RefuseAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error });
    }
}
