using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Moe.Cluster.Hosting;
using Moe.Model.Failures;

namespace Moe.Cluster.Security;

/// <summary>
/// The certificate that the actor system shows, looked at before anything is started: Akka.NET's own words for a file that it cannot
/// read name neither the file nor the setting.
/// </summary>
internal static class ActorSystemCertificate
{
    private const string Certificate = "akka.remote.dot-netty.tcp.ssl.certificate";

    /// <summary>Tries the file, if actor systems are to speak TLS with one.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, or has no key.</exception>
    public static void Require(Config akka)
    {
        if (!akka.GetBoolean(ClusterPlace.Tls) || akka.GetBoolean($"{Certificate}.use-thumbprint-over-file")) return;
        var path = akka.GetString($"{Certificate}.path");
        if (Fault(path, akka.GetString($"{Certificate}.password")) is not { } fault) return;
        throw new EnvironmentException(
            $"The certificate of {Certificate}.path cannot be used: {fault} Expected is a PKCS#12 file of certificate and key with " +
            $"the password of {Certificate}.password, found '{path}'. Correct them, or set {ClusterPlace.Tls} to off for no TLS.");
    }

    private static string? Fault(string path, string password)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(path, password);
            return certificate.HasPrivateKey ? null : "It has no private key.";
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            return failure.Message;
        }
    }
}
