using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Remote;

public sealed class TlsSpecs : RemoteSpec
{
    private const string Password = "a password";
    private readonly string _folder = Directory.CreateTempSubdirectory("akka-").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Systems_with_certificates_talk_and_their_addresses_say_how()
    {
        var (a, b) = (Start("left", Tls("left")), Start("right", Tls("right")));
        var echo = Seen(a, b.ActorOf<Echo>(), b);

        Assert.Equal("akka.ssl.tcp", AddressOf(a).Protocol);
        var text = new string('x', 100_000);
        Assert.Equal(text, await echo.Ask<string>(text, Soon));
    }

    [Fact]
    public async Task A_certificate_that_the_machine_cannot_trace_is_refused()
    {
        var (a, b) = (Start("left", Tls("left", suppress: false)), Start("right", Tls("right", suppress: false)));

        await Assert.ThrowsAsync<AskTimeoutException>(() =>
            Seen(a, b.ActorOf<Echo>(), b).Ask<string>("x", TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task A_caller_without_TLS_or_without_a_certificate_is_not_listened_to()
    {
        var b = Start("right", Tls("right"));
        using var plain = await Connect(b);
        await plain.GetStream().WriteAsync("\0\0\0\u0004abcd"u8.ToArray(), TestContext.Current.CancellationToken);
        await Closed(plain.GetStream());

        using var anonymous = await Connect(b);
        await using SslStream secure = new(anonymous.GetStream(), false, (_, _, _, _) => true);
        var refusal = await Record.ExceptionAsync(async () =>
        {
            await secure.AuthenticateAsClientAsync("localhost");
            await Closed(secure);
        });

        Assert.True(refusal is null or IOException or System.Security.Authentication.AuthenticationException, $"{refusal}");
        Assert.Equal("x", await b.ActorOf<Echo>().Ask<string>("x", Soon));
    }

    [Fact]
    public void A_certificate_that_cannot_be_read_is_named_at_the_start()
    {
        Assert.SkipUnless(StandIn.IsHere, "The original says what its cryptography says, which names no file.");
        var failure = Record.Exception(() =>
            Start("left", "akka.remote.dot-netty.tcp { enable-ssl = on, ssl.certificate.path = \"no.p12\" }"));

        Assert.Contains("no.p12", failure?.GetBaseException().Message + failure?.Message, StringComparison.Ordinal);
    }

    private static async Task<TcpClient> Connect(ActorSystem system)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, PortOf(AddressOf(system)), TestContext.Current.CancellationToken);
        return client;
    }

    // A reset counts as an end.
    private static async Task Closed(Stream stream)
    {
        try
        {
            while (await stream.ReadAsync(new byte[1024], TestContext.Current.CancellationToken).AsTask().WaitAsync(Soon) > 0)
            {
                // What it may say before does not matter.
            }
        }
        catch (IOException cause) when (cause.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // Closed with a reset.
        }
    }

    private string Tls(string name, bool suppress = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var path = Path.Combine(_folder, $"{name}.p12");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, Password));
        return $$"""
            akka.remote.dot-netty.tcp {
              enable-ssl = on
              maximum-frame-size = 1000000b
              ssl {
                certificate { path = "{{path}}", password = "{{Password}}" }
                suppress-validation = {{(suppress ? "on" : "off")}}
              }
            }
            """;
    }
}
