using System.Net.Security;
using System.Security.Authentication;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Security;
using Moe.Model.Failures;

namespace Moe.Cluster.DataPlane;

/// <summary>
/// Mutual TLS: each side shows a certificate that the run's own authority has signed. Names in certificates are not compared
/// with addresses, since nodes come and go under any: belonging to the authority is what counts. Files that change count for
/// the connections made from then on.
/// </summary>
internal sealed class DataPlaneTls
{
    private readonly ReloadedFiles<CertificateFiles> files;

    private DataPlaneTls(ReloadedFiles<CertificateFiles> files) => this.files = files;

    /// <summary>Reads the files that the settings name; null when they name none.</summary>
    /// <exception cref="EnvironmentException">A file cannot be read, or the key does not belong to the certificate.</exception>
    public static DataPlaneTls? Load(DataPlaneSettings settings, TimeProvider time, Action<string> log) =>
        settings is { Certificate: { } certificate, Key: { } key, Authority: { } authority }
            ? new DataPlaneTls(new ReloadedFiles<CertificateFiles>([certificate, key, authority],
                () => CertificateFiles.Read(certificate, key, authority, $"{NodeSettingsReader.Path}.data-plane."), time, log))
            : null;

    /// <summary>The listening side's handshake.</summary>
    /// <exception cref="DataPlaneException">The other side is refused.</exception>
    public Stream AsServer(Stream stream)
    {
        string? refusal = null;
        var current = files.Current;
        SslStream secure = new(stream);
        return Secured(secure, () => secure.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = current.Own,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
            CertificateChainPolicy = CertificateFiles.NewPolicy(),
            RemoteCertificateValidationCallback = (_, shown, sent, _) => (refusal = current.Refusal(shown, sent)) is null,
        }), () => refusal);
    }

    /// <summary>The connecting side's handshake.</summary>
    /// <exception cref="DataPlaneException">The other side is refused.</exception>
    public Stream AsClient(Stream stream, string host)
    {
        string? refusal = null;
        var current = files.Current;
        SslStream secure = new(stream);
        return Secured(secure, () => secure.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificateContext = current.Own,
            EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
            CertificateChainPolicy = CertificateFiles.NewPolicy(),
            RemoteCertificateValidationCallback = (_, shown, sent, _) => (refusal = current.Refusal(shown, sent)) is null,
        }), () => refusal);
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
}
