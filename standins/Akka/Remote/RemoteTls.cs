using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>TLS as <c>dot-netty.tcp.ssl</c> describes it: a certificate with its key in a PKCS#12 file, and the trust store
/// of the machine to judge that of the other side.</summary>
internal sealed class RemoteTls
{
    private readonly X509Certificate2 _certificate;
    private readonly bool _takesAny;
    private readonly bool _isMutual;
    private readonly SslPolicyErrors _counted;

    /// <summary>Reads the section and the file it names.</summary>
    /// <exception cref="ConfigurationException">The certificate cannot be used.</exception>
    public RemoteTls(Config ssl)
    {
        _takesAny = ssl.GetBoolean("suppress-validation");
        _isMutual = ssl.GetBoolean("require-mutual-authentication", true);
        _counted = ssl.GetBoolean("validate-certificate-hostname")
            ? SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch
            : SslPolicyErrors.RemoteCertificateChainErrors;
        var path = ssl.GetString("certificate.path");
        try
        {
            _certificate = X509CertificateLoader.LoadPkcs12FromFile(path, ssl.GetString("certificate.password"));
        }
        catch (Exception cause) when (cause is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException(
                $"The certificate at '{path}' (akka.remote.dot-netty.tcp.ssl.certificate.path and password) cannot be used, expected "
                + $"a PKCS#12 file: {cause.Message}", cause);
        }

        if (!_certificate.HasPrivateKey)
            throw new ConfigurationException($"'{path}' (akka.remote.dot-netty.tcp.ssl.certificate.path) has no private key.");
    }

    /// <summary>The handshake of the side that was called.</summary>
    /// <exception cref="InvalidDataException">The other side is refused, or refuses.</exception>
    public void Secure(ByteLine line) => Secure(line, secure => secure.AuthenticateAsServer(new SslServerAuthenticationOptions
    {
        ServerCertificate = _certificate,
        ClientCertificateRequired = _isMutual,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        RemoteCertificateValidationCallback = (_, shown, _, errors) => shown is null ? !_isMutual : IsTaken(errors),
    }));

    /// <summary>The handshake of the side that calls.</summary>
    /// <exception cref="InvalidDataException">The other side is refused, or refuses.</exception>
    public void Secure(ByteLine line, string host) => Secure(line, secure => secure.AuthenticateAsClient(new SslClientAuthenticationOptions
    {
        TargetHost = host,
        ClientCertificates = _isMutual ? [_certificate] : null,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        RemoteCertificateValidationCallback = (_, shown, _, errors) => shown is not null && IsTaken(errors),
    }));

    private static void Secure(ByteLine line, Action<SslStream> handshake) => line.Secure(stream =>
    {
        SslStream secure = new(stream);
        try
        {
            handshake(secure);
            return secure;
        }
        catch (Exception cause) when (cause is AuthenticationException or IOException)
        {
            throw new InvalidDataException($"TLS could not be agreed on: {cause.Message}", cause);
        }
    });

    private bool IsTaken(SslPolicyErrors errors) => _takesAny || (errors & _counted) == 0;
}
