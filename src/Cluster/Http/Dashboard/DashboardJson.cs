using System.Text.Json;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>How the page's answers are written.</summary>
internal static class DashboardJson
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The text of a value.</summary>
    public static string Text(object value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Sends a value as an answer.</summary>
    public static Task SendAsync(HttpContext context, object value) =>
        context.Response.WriteAsJsonAsync(value, value.GetType(), Options, context.RequestAborted);
}
