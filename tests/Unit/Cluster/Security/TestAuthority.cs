using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Moe.Unit.Specs.Cluster.Security;

/// <summary>An authority that signs certificates into PEM files of a test's folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder;
    private readonly X509Certificate2 certificate;
    private byte serial;

    /// <summary>Makes one; where it is signed by another, it stands between that one and what it signs.</summary>
    public TestAuthority(TemporaryFolder folder, string name, TestAuthority? by = null)
    {
        this.folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        certificate = by is null ? request.CreateSelfSigned(From, Until) : by.Sign(request, key);
        File = folder.Write($"{name}-authority.pem", certificate.ExportCertificatePem());
    }

    /// <summary>Its own certificate.</summary>
    public string File { get; }

    /// <summary>Signs a certificate for this machine's loopback names; one with the same name takes the place of the one before.</summary>
    public (string Certificate, string Key) Sign(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(certificate, From, Until, [1, ++serial]);
        return (folder.Write($"{name}.pem", signed.ExportCertificatePem()), folder.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    public void Dispose() => certificate.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key)
    {
        using var signed = request.Create(certificate, From, Until, [1, ++serial]);
        return signed.CopyWithPrivateKey(key);
    }
}
