using System.Security.Cryptography.X509Certificates;
using Moe.Cluster.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Security;

public sealed class CertificateFilesSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_certificate_below_an_intermediate_is_taken_only_where_that_one_was_sent_along()
    {
        using TestAuthority root = new(folder, "root");
        using TestAuthority intermediate = new(folder, "intermediate", by: root);
        var (certificate, key) = intermediate.Sign("node");
        var files = CertificateFiles.Read(certificate, key, root.File, "training.node.data-plane.");
        using var shown = X509CertificateLoader.LoadCertificateFromFile(certificate);
        using var between = X509CertificateLoader.LoadCertificateFromFile(intermediate.File);
        using X509Chain sent = new();

        Assert.StartsWith("its certificate CN=node is refused", files.Refusal(shown, sent), StringComparison.Ordinal);
        Assert.StartsWith("its certificate CN=node is refused", files.Refusal(shown, null), StringComparison.Ordinal);
        sent.ChainPolicy.ExtraStore.Add(between);
        Assert.Null(files.Refusal(shown, sent));
    }

    [Fact]
    public void What_is_sent_along_is_no_authority()
    {
        using TestAuthority root = new(folder, "root");
        using TestAuthority other = new(folder, "other");
        var (certificate, key) = other.Sign("stranger");
        var files = CertificateFiles.Read(certificate, key, root.File, "training.node.data-plane.");
        using var shown = X509CertificateLoader.LoadCertificateFromFile(certificate);
        using var authority = X509CertificateLoader.LoadCertificateFromFile(other.File);
        using X509Chain sent = new();
        sent.ChainPolicy.ExtraStore.Add(authority);

        Assert.StartsWith("its certificate CN=stranger is refused", files.Refusal(shown, sent), StringComparison.Ordinal);
    }

    [Fact]
    public void No_handshake_fetches_certificates() => Assert.True(CertificateFiles.NewPolicy().DisableCertificateDownloads);
}
