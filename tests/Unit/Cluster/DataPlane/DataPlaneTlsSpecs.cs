using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Moe.Actors;
using Moe.Cluster.DataPlane;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class DataPlaneTlsSpecs : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly Nodes nodes = new();
    private readonly X509Certificate2 authority = Authority("moe");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        nodes.Dispose();
        authority.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Nodes_with_certificates_of_one_authority_exchange_blocks()
    {
        var (giver, taker) = (nodes.Start(Signed("giver", authority)), nodes.Start(Signed("taker", authority)));
        var (handle, block) = Nodes.Publish(giver, 3_000_000);

        using var fetched = await taker.FetchAsync(handle, Cancel);

        Assert.Equal(block.ToArray(), Nodes.BytesOf(fetched));
        Assert.Empty(nodes.Log);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_with_its_name()
    {
        using var other = Authority("other");
        var node = nodes.Start(Signed("node", authority));
        // Trusts this run's authority, but was signed by another.
        var stranger = nodes.Start(Signed("stranger", other) with { Authority = Write("trusted.pem", authority.ExportCertificatePem()) });

        await Assert.ThrowsAsync<DataPlaneException>(() => stranger.WatchAsync(node.Self.Address, Cancel));

        await nodes.SaysAsync("refused the connection from", "its certificate CN=stranger is refused");
        var refusal = await Assert.ThrowsAsync<DataPlaneException>(() => node.WatchAsync(stranger.Self.Address, Cancel));
        Assert.Contains("its certificate CN=stranger is refused", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_a_certificate_is_refused()
    {
        var (node, plain) = (nodes.Start(Signed("node", authority)), nodes.Start());

        await Assert.ThrowsAsync<DataPlaneException>(() => plain.WatchAsync(node.Self.Address, Cancel));

        await nodes.SaysAsync("refused the connection from", "TLS could not be agreed on");
    }

    [Fact]
    public void Files_that_hold_no_certificate_are_named()
    {
        var settings = Signed("node", authority) with { Certificate = Write("empty.pem", "nothing") };

        var refusal = Assert.Throws<EnvironmentException>(() => nodes.Start(settings));

        Assert.Contains(settings.Certificate, refusal.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, Until);
    }

    private DataPlaneSettings Signed(string name, X509Certificate2 by)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(by, From, Until, [(byte)name.Length, (byte)name[0]]);
        return Nodes.Settings with
        {
            Certificate = Write($"{name}.pem", signed.ExportCertificatePem()),
            Key = Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()),
            Authority = Write($"{name}-authority.pem", by.ExportCertificatePem()),
        };
    }

    private string Write(string file, string text) => folder.Write(file, text);
}
