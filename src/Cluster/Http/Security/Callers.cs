using System.Net;
using Microsoft.Extensions.Primitives;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Security;

namespace Moe.Cluster.Http.Security;

/// <summary>
/// Who a caller is, and whether it may have what it asks for. A token comes in the header Authorization and nowhere else, so no
/// page of another site can have a browser send it. Callers without one, where they are let in at all, are told from such pages by
/// the names and origins that their browsers state.
/// </summary>
internal sealed class Callers
{
    private const string Scheme = "Bearer ";
    private const string Challenge = "Bearer realm=\"cluster\"";
    private const string Local = "local";
    private const string Nobody = "anonymous";

    private readonly ReloadedFiles<TokenBook>? tokens;
    private readonly Access? anonymous;
    private readonly HashSet<string> names;

    /// <summary>Reads the file of tokens, if there is one.</summary>
    /// <exception cref="Moe.Model.Failures.ConfigurationException">It cannot be used.</exception>
    public Callers(NodeSettings node, TimeProvider time, Action<string> log)
    {
        if (node.HttpSecurity.TokensFile is { } file)
            tokens = new ReloadedFiles<TokenBook>([file], () => TokenBook.Read(file), time, log);
        anonymous = HttpSecuritySection.Anonymous(node);
        names = new HashSet<string>(
            ["localhost", node.HttpHost, Dns.GetHostName(), Environment.MachineName], StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Judges a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="wanted">What its address needs.</param>
    public Verdict Judge(HttpRequest request, Access wanted)
    {
        if (tokens is not null && request.Headers.Authorization is { Count: > 0 } shown) return OfToken(shown, wanted);
        var who = IsLoopback(request) ? Local : Nobody;
        if (anonymous is null || anonymous < wanted)
            return Verdict.No(who, StatusCodes.Status401Unauthorized, "a token is needed: Authorization: Bearer TOKEN", Challenge);
        if (!IsKnown(request.Host.Host))
        {
            return Verdict.No(who, StatusCodes.Status421MisdirectedRequest,
                "this node is not known by that name: call it by address, by localhost or by its host name, or use a token");
        }
        return wanted == Access.Operate ? OfPage(request, who) : Verdict.Yes(who);
    }

    private Verdict OfToken(StringValues shown, Access wanted)
    {
        if (shown is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Verdict.No(Nobody, StatusCodes.Status401Unauthorized, "expected is one header Authorization: Bearer TOKEN",
                $"{Challenge}, error=\"invalid_request\"");
        }
        if (tokens!.Current.Find(header[Scheme.Length..].Trim()) is not { } token)
            return Verdict.No(Nobody, StatusCodes.Status401Unauthorized, "the token is not known", $"{Challenge}, error=\"invalid_token\"");
        return token.Role >= wanted
            ? Verdict.Yes(token.Name)
            : Verdict.No(token.Name, StatusCodes.Status403Forbidden, $"the token may {HttpToken.Word(token.Role)} only",
                $"{Challenge}, error=\"insufficient_scope\", scope=\"{HttpToken.Word(wanted)}\"");
    }

    // A page whose own name was made to point here (DNS rebinding) states that name; an address cannot be pointed anywhere.
    private bool IsKnown(string host) => names.Contains(host) || IPAddress.TryParse(host.Trim('[', ']'), out _);

    // Pages of other sites can have browsers send forms and plain text here, with the page's origin, but no JSON.
    private static Verdict OfPage(HttpRequest request, string who)
    {
        if (request.Headers.Origin is { Count: > 0 } origin && origin != $"{request.Scheme}://{request.Host}")
            return Verdict.No(who, StatusCodes.Status403Forbidden, "the request comes from a page of another site");
        return request.HasJsonContentType()
            ? Verdict.Yes(who)
            : Verdict.No(who, StatusCodes.Status415UnsupportedMediaType, "expected a body of type application/json");
    }

    private static bool IsLoopback(HttpRequest request) =>
        request.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
