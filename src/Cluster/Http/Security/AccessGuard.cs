using System.Security.Claims;
using System.Text.RegularExpressions;
using Moe.Cluster.Security;

namespace Moe.Cluster.Http.Security;

/// <summary>
/// Stands before the addresses: lets a request through to one that needs access if <see cref="Callers"/> says so, tells it who
/// called (<c>HttpContext.User</c>), and has every operation and every refusal written down.
/// </summary>
/// <param name="callers">Judges.</param>
/// <param name="audit">Takes what was done and refused; null: nobody keeps it.</param>
internal sealed partial class AccessGuard(Callers callers, AuditLog? audit)
{
    /// <summary>The header by which the coordinator tells an operation that comes again from a new one.</summary>
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.OfType<Access>().ToList() is not { Count: > 0 } needed)
        {
            await next(context);
            return;
        }
        headers.CacheControl = "no-store";
        var wanted = needed.Max();
        var verdict = callers.Judge(context.Request, wanted);
        if (!verdict.Admits)
        {
            await RefuseAsync(context, verdict);
            return;
        }
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, verdict.Who)], "Token"));
        if (wanted == Access.Operate) await OperateAsync(context, verdict.Who, next);
        else await next(context);
    }

    private async Task OperateAsync(HttpContext context, string who, RequestDelegate next)
    {
        string? key = context.Request.Headers[KeyHeader];
        if (key is not null && !Key().IsMatch(key))
        {
            await RefuseAsync(context, Verdict.No(
                who, StatusCodes.Status400BadRequest, $"{KeyHeader} is not made of 1 to 64 letters, digits and . _ -"));
            return;
        }
        var asked = await WholeBodyAsync(context, who);
        var outcome = "failed";
        try
        {
            await next(context);
            var status = context.Response.StatusCode;
            outcome = status < StatusCodes.Status400BadRequest ? AuditLog.Done : $"answered with {status}";
        }
        finally
        {
            audit?.Acted(who, Address(context), What(context), asked, outcome);
        }
    }

    // Before the operation, so that one that is cut off or too long is refused whole and what was asked can be written down.
    private async Task<byte[]> WholeBodyAsync(HttpContext context, string who)
    {
        using MemoryStream read = new();
        try
        {
            await context.Request.Body.CopyToAsync(read, context.RequestAborted);
        }
        catch (BadHttpRequestException failure)
        {
            audit?.Refused(who, Address(context), What(context), $"{failure.StatusCode}: {failure.Message}");
            throw;
        }
        var body = read.ToArray();
        context.Request.Body = new MemoryStream(body, writable: false);
        return body;
    }

    private async Task RefuseAsync(HttpContext context, Verdict verdict)
    {
        audit?.Refused(verdict.Who, Address(context), What(context), $"{verdict.Status}: {verdict.Reason}");
        context.Response.StatusCode = verdict.Status;
        if (verdict.Challenge is { } challenge) context.Response.Headers.WWWAuthenticate = challenge;
        await context.Response.WriteAsJsonAsync(new { error = verdict.Reason });
    }

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string What(HttpContext context) => $"{context.Request.Method} {context.Request.Path}";

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex Key();
}
