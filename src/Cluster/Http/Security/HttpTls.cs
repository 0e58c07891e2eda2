using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Security;

namespace Moe.Cluster.Http.Security;

/// <summary>HTTPS out of certificate files; ones that change count for the connections made from then on.</summary>
internal static class HttpTls
{
    /// <summary>How handshakes are made; null: the settings name no certificate.</summary>
    /// <exception cref="Moe.Model.Failures.EnvironmentException">A file cannot be used.</exception>
    public static TlsHandshakeCallbackOptions? Of(HttpSecuritySettings settings, HttpSurroundings surroundings)
    {
        if (settings is not { Certificate: { } certificate, Key: { } key }) return null;
        string[] named = settings.ClientAuthority is { } authority ? [certificate, key, authority] : [certificate, key];
        ReloadedFiles<CertificateFiles> files = new(
            named, () => CertificateFiles.Read(certificate, key, settings.ClientAuthority, $"{NodeSettingsReader.Path}.http-"),
            surroundings.Time, surroundings.Log);
        return new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = surroundings.Limits.Handshake,
            OnConnection = _ => ValueTask.FromResult(Options(files.Current, settings.ClientAuthority is not null)),
        };
    }

    private static SslServerAuthenticationOptions Options(CertificateFiles current, bool asksCallers) => new()
    {
        ServerCertificateContext = current.Own,
        ClientCertificateRequired = asksCallers,
        EnabledSslProtocols = SslProtocols.Tls13 | SslProtocols.Tls12,
        CertificateChainPolicy = CertificateFiles.NewPolicy(),
        RemoteCertificateValidationCallback = (_, shown, sent, _) => !asksCallers || current.Refusal(shown, sent) is null,
    };
}
