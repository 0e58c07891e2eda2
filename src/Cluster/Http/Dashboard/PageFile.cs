using System.Reflection;

namespace Moe.Cluster.Http.Dashboard;

/// <summary>A file of the page, carried in the program.</summary>
internal sealed class PageFile
{
    private const string Prefix = "dashboard/", First = "index.html";

    // The page is all there is: nothing from elsewhere, no script in its text, and no other page around it.
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string type;
    private readonly byte[] content;

    private PageFile(string name, byte[] content)
    {
        Address = name == First ? "/" : $"/page/{name}";
        this.content = content;
        type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"{name}: a page file that ends in {other} has no content type here."),
        };
    }

    /// <summary>Where it is served.</summary>
    public string Address { get; }

    /// <summary>Every file.</summary>
    public static IEnumerable<PageFile> All()
    {
        var program = Assembly.GetExecutingAssembly();
        return program.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var resource = program.GetManifestResourceStream(name)!;
            var content = new byte[resource.Length];
            resource.ReadExactly(content);
            return new PageFile(name[Prefix.Length..], content);
        });
    }

    /// <summary>Sends it.</summary>
    public Task SendAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentType = type;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }
}
