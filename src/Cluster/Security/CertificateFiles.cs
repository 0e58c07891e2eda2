using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Moe.Model.Failures;

namespace Moe.Cluster.Security;

/// <summary>A certificate with its key, and the authority that the other side's certificate has to come from, out of PEM files.</summary>
internal sealed class CertificateFiles
{
    private readonly X509Certificate2Collection authorities;

    private CertificateFiles(SslStreamCertificateContext own, X509Certificate2Collection authorities) =>
        (Own, this.authorities) = (own, authorities);

    /// <summary>What this side shows: the certificate, and those of its file between it and its authority.</summary>
    public SslStreamCertificateContext Own { get; }

    /// <summary>Reads the files.</summary>
    /// <param name="certificate">The certificate, followed by those between it and its authority, if any.</param>
    /// <param name="key">Its private key.</param>
    /// <param name="authority">Who signs the other side's; null: nobody is asked for one.</param>
    /// <param name="settings">What the names of the settings begin with, for messages.</param>
    /// <exception cref="EnvironmentException">A file cannot be read, or the key does not belong to the certificate.</exception>
    public static CertificateFiles Read(string certificate, string key, string? authority, string settings)
    {
        try
        {
            var shown = X509Certificate2.CreateFromPemFile(certificate, key);
            X509Certificate2Collection chain = [], authorities = [];
            chain.ImportFromPemFile(certificate);
            if (authority is not null)
            {
                authorities.ImportFromPemFile(authority);
                if (authorities.Count == 0) throw new CryptographicException($"{authority} holds no certificate.");
            }
            return new CertificateFiles(SslStreamCertificateContext.Create(shown, chain, offline: true), authorities);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException
            or ArgumentException)
        {
            throw new EnvironmentException(
                $"The certificate of {settings}certificate cannot be used: {failure.Message} Expected are PEM files: certificate " +
                $"{certificate} with key {key}{(authority is null ? "" : $", and authority {authority}")}. Correct them, or set " +
                $"{settings}certificate and the settings beside it to null for no TLS.", failure);
        }
    }

    /// <summary>
    /// How a handshake looks at the other side's certificate before <see cref="Refusal"/> judges it: neither of them fetches anything
    /// from an address that somebody unknown wrote into a certificate. Each handshake needs one of its own.
    /// </summary>
    public static X509ChainPolicy NewPolicy() =>
        new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };

    /// <summary>Why the certificate that the other side shows is not taken; null: it is.</summary>
    /// <param name="shown">The certificate.</param>
    /// <param name="sent">The handshake's own chain, with the certificates that the other side sent along.</param>
    public string? Refusal(X509Certificate? shown, X509Chain? sent)
    {
        if (shown is not X509Certificate2 other) return "it shows no certificate";
        using X509Chain chain = new() { ChainPolicy = NewPolicy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        return chain.Build(other)
            ? null
            : $"its certificate {other.Subject} is refused: " +
                string.Join(" ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
    }
}
