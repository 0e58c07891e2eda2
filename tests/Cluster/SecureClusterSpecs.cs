using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>Nodes whose three listeners speak TLS only.</summary>
public sealed class SecureClusterSpecs : ClusterSpecs
{
    private const string Password = "a-password";

    private readonly X509Certificate2 authority;

    public SecureClusterSpecs()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = request.CreateSelfSigned(new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Work.Write("authority.pem", authority.ExportCertificatePem());
    }

    public override void Dispose()
    {
        authority.Dispose();
        base.Dispose();
    }

    [Fact(Timeout = Limit)]
    public async Task Two_nodes_train_over_TLS_alone_to_the_bits_of_one_process()
    {
        await Succeeds([.. WorkFolder.Train("one")]);
        var ports = FreePorts(4);
        using var first = Secure(0, ports, nodes: 2);
        using var second = Secure(1, ports, nodes: 2);

        await first.SaysAsync("node: akka.ssl.tcp://moe@127.0.0.1");
        Assert.True(await second.EndAsync() == 0, second.Output + second.Error);
        Assert.True(await first.EndAsync() == 0, first.Output + first.Error);
        await HaveTheSameBits("one", "shared");
    }

    [Fact(Timeout = Limit)]
    public async Task A_node_is_asked_over_HTTPS_with_a_token()
    {
        var (code, output, error) = await NodeProcess.RunAsync(Work.Path, "token", "new", "ann");
        Assert.True(code == 0, error);
        var lines = output.Split('\n');
        Work.Write("tokens", lines.Single(line => line.StartsWith("line:", StringComparison.Ordinal))["line:".Length..].Trim());
        var ports = FreePorts(4);
        using var node = Secure(0, ports, nodes: 1, "--stay", "--set", $"training.node.http-port={ports[2]}",
            "--set", "training.node.http-tokens-file=tokens", "--set", "training.node.http-certificate=node-0.pem",
            "--set", "training.node.http-key=node-0.key");
        await node.SaysAsync($"metrics: https://127.0.0.1:{ports[2]}/metrics");
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=node-0",
        };
        using HttpClient client = new(handler) { BaseAddress = new Uri($"https://127.0.0.1:{ports[2]}") };
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics", cancel)).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", lines[0]["token: ".Length..].Trim());
        Assert.Contains("moe_run_info", await client.GetStringAsync("/metrics", cancel), StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"refused, 401",
            File.ReadAllText(Work.File("shared", "audit", $"127.0.0.1-{ports[0]}.jsonl")), StringComparison.Ordinal);
        node.Terminate();
        Assert.True(await node.EndAsync() == 0, node.Output + node.Error);
    }

    private NodeProcess Secure(int index, IReadOnlyList<int> ports, int nodes, params string[] more)
    {
        Sign($"node-{index}", index);
        const string tcp = "akka.remote.dot-netty.tcp";
        const string plane = "training.node.data-plane";
        return NodeProcess.StartUnder("export SSL_CERT_FILE=$PWD/authority.pem", Work.Path, Arguments("shared", ports, index,
        [
            "--nodes-min", $"{nodes}", "--set", $"{tcp}.enable-ssl=on", "--set", $"{tcp}.ssl.certificate.path=node-{index}.p12",
            "--set", $"{tcp}.ssl.certificate.password={Password}", "--set", $"{plane}.certificate=node-{index}.pem",
            "--set", $"{plane}.key=node-{index}.key", "--set", $"{plane}.authority=authority.pem", .. more,
        ]));
    }

    private void Sign(string name, int index)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).Create(
            authority, authority.NotBefore, authority.NotAfter, [1, (byte)index]);
        using var whole = signed.CopyWithPrivateKey(key);
        File.WriteAllBytes(Work.File($"{name}.p12"), whole.Export(X509ContentType.Pkcs12, Password));
        Work.Write($"{name}.pem", signed.ExportCertificatePem());
        Work.Write($"{name}.key", key.ExportPkcs8PrivateKeyPem());
    }
}
