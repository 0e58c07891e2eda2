using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Moe.Actors;
using Moe.Model.Failures;

namespace Moe.Cluster.DataPlane;

/// <summary>
/// Mutual TLS: each side shows a certificate that the run's own authority has signed. Names in certificates are not compared
/// with addresses, since nodes come and go under any: belonging to the authority is what counts.
/// </summary>
internal sealed class DataPlaneTls : IDisposable
{
    private readonly X509Certificate2 certificate;
    private readonly X509Certificate2Collection authorities;

    private DataPlaneTls(X509Certificate2 certificate, X509Certificate2Collection authorities) =>
        (this.certificate, this.authorities) = (certificate, authorities);

    /// <summary>Reads the files that the settings name; null when they name none.</summary>
    /// <exception cref="EnvironmentException">A file cannot be read, or the key does not belong to the certificate.</exception>
    public static DataPlaneTls? Load(DataPlaneSettings settings)
    {
        if (settings.Certificate is null || settings.Key is null || settings.Authority is null) return null;
        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(settings.Authority);
            if (authorities.Count == 0)
            {
                throw new EnvironmentException(
                    $"{settings.Authority} holds no certificate, expected PEM text of the authority that signed every node's. Correct " +
                    "training.node.data-plane.authority.");
            }
            return new DataPlaneTls(X509Certificate2.CreateFromPemFile(settings.Certificate, settings.Key), authorities);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            throw new EnvironmentException(
                $"The data plane's certificate cannot be used: {failure.Message} Expected are PEM files: certificate " +
                $"{settings.Certificate} with key {settings.Key}, and authority {settings.Authority}. Correct them or set " +
                "training.node.data-plane.certificate, key and authority to null for no TLS.", failure);
        }
    }

    /// <summary>The listening side's handshake.</summary>
    /// <exception cref="DataPlaneException">The other side is refused.</exception>
    public Stream AsServer(Stream stream)
    {
        string? refusal = null;
        SslStream secure = new(stream);
        return Secured(secure, () => secure.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, shown, _, _) => (refusal = Refusal(shown)) is null,
        }), () => refusal);
    }

    /// <summary>The connecting side's handshake.</summary>
    /// <exception cref="DataPlaneException">The other side is refused.</exception>
    public Stream AsClient(Stream stream, string host)
    {
        string? refusal = null;
        SslStream secure = new(stream);
        return Secured(secure, () => secure.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificates = [certificate],
            EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, shown, _, _) => (refusal = Refusal(shown)) is null,
        }), () => refusal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        certificate.Dispose();
        foreach (var authority in authorities) authority.Dispose();
    }

    private static SslStream Secured(SslStream secure, Action handshake, Func<string?> refusalNow)
    {
        try
        {
            handshake();
            return secure;
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException)
        {
            secure.Dispose();
            throw new DataPlaneException(
                DataPlaneFailure.Refused, refusalNow() ?? $"TLS could not be agreed on: {failure.Message}", failure);
        }
    }

    private string? Refusal(X509Certificate? shown)
    {
        if (shown is not X509Certificate2 other) return "it shows no certificate";
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(other)
            ? null
            : $"its certificate {other.Subject} is refused: " +
                string.Join(" ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
    }
}
