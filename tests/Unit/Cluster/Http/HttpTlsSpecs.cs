using System.Net;
using System.Security.Cryptography.X509Certificates;
using Moe.Actors;
using Moe.Cluster.Http;
using Moe.Unit.Specs.Cluster.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Http;

public sealed class HttpTlsSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly TestAuthority authority;

    public HttpTlsSpecs() => authority = new TestAuthority(folder, "moe");

    public void Dispose()
    {
        authority.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_answers_over_HTTPS_with_the_files_certificate_and_with_the_next_when_they_change()
    {
        await using var server = await StartAsync(Security());

        Assert.Equal("https", server.Address.Scheme);
        Assert.Equal("CN=node", await SubjectAsync(server));
        var (certificate, key) = authority.Sign("next");
        File.Copy(certificate, folder.File("node.pem"), overwrite: true);
        File.Copy(key, folder.File("node.key"), overwrite: true);
        Assert.Equal("CN=node", await SubjectAsync(server));
        time.Advance(10);

        Assert.Equal("CN=next", await SubjectAsync(server));
    }

    [Fact]
    public async Task Callers_without_a_certificate_of_the_authority_are_refused_where_it_is_asked_for()
    {
        using TestAuthority other = new(folder, "other");
        await using var server = await StartAsync(Security() with { ClientAuthority = authority.File });

        Assert.Equal("CN=node", await SubjectAsync(server, authority.Sign("caller")));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SubjectAsync(server, other.Sign("stranger")));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SubjectAsync(server));
    }

    [Fact]
    public async Task Plain_HTTP_is_not_answered()
    {
        await using var server = await StartAsync(Security());
        using HttpClient client = new();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync(
            new UriBuilder(server.Address) { Scheme = "http" }.Uri, TestContext.Current.CancellationToken));
    }

    private HttpSecuritySettings Security()
    {
        var (certificate, key) = authority.Sign("node");
        return new HttpSecuritySettings { Certificate = certificate, Key = key };
    }

    private Task<NodeHttpServer> StartAsync(HttpSecuritySettings security) => NodeHttpServer.StartAsync(
        new NodeSettings { HttpPort = 0, HttpSecurity = security }, new HttpSurroundings(null, time, _ => { }),
        new HealthEndpoints(() => true));

    // The subject of the certificate that a new connection is shown.
    private static async Task<string> SubjectAsync(NodeHttpServer server, (string Certificate, string Key)? own = null)
    {
        var subject = "";
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) =>
            {
                subject = shown!.Subject;
                return true;
            },
        };
        if (own is { } files) handler.ClientCertificates.Add(X509Certificate2.CreateFromPemFile(files.Certificate, files.Key));
        using HttpClient client = new(handler);
        var answer = await client.GetAsync(new Uri(server.Address, "/health/live"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return subject;
    }
}
