using Moe.Actors;
using Moe.Cluster.DataPlane;
using Moe.Model.Failures;
using Moe.Unit.Specs.Cluster.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.DataPlane;

public sealed class DataPlaneTlsSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly Nodes nodes;
    private readonly TestAuthority authority;

    public DataPlaneTlsSpecs() => (nodes, authority) = (new Nodes(), new TestAuthority(folder, "moe"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        nodes.Dispose();
        authority.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Nodes_with_certificates_of_one_authority_exchange_blocks()
    {
        var (giver, taker) = (nodes.Start(Signed("giver", authority)), nodes.Start(Signed("taker", authority)));
        var (handle, block) = Nodes.Publish(giver, 3_000_000);

        using var fetched = await taker.FetchAsync(handle, Cancel);

        Assert.Equal(block.ToArray(), Nodes.BytesOf(fetched));
        Assert.Empty(nodes.Log);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_with_its_name()
    {
        using TestAuthority other = new(folder, "other");
        var node = nodes.Start(Signed("node", authority));
        // Trusts this run's authority, but was signed by another.
        var stranger = nodes.Start(Signed("stranger", other) with { Authority = authority.File });

        await Assert.ThrowsAsync<DataPlaneException>(() => stranger.WatchAsync(node.Self.Address, Cancel));

        await nodes.SaysAsync("refused the connection from", "its certificate CN=stranger is refused");
        var refusal = await Assert.ThrowsAsync<DataPlaneException>(() => node.WatchAsync(stranger.Self.Address, Cancel));
        Assert.Contains("its certificate CN=stranger is refused", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_below_an_intermediate_is_taken_only_with_that_one_in_its_file()
    {
        using TestAuthority intermediate = new(folder, "intermediate", by: authority);
        var (whole, bare) = (Signed("whole", intermediate), Signed("bare", intermediate));
        await File.AppendAllTextAsync(whole.Certificate!, "\n" + await File.ReadAllTextAsync(intermediate.File, Cancel), Cancel);
        var node = nodes.Start(Signed("node", authority));
        var withIt = nodes.Start(whole with { Authority = authority.File });
        var without = nodes.Start(bare with { Authority = authority.File });

        Assert.Equal(node.Self, await withIt.WatchAsync(node.Self.Address, Cancel));
        Assert.Equal(withIt.Self, await node.WatchAsync(withIt.Self.Address, Cancel));
        var refusal = await Assert.ThrowsAsync<DataPlaneException>(() => node.WatchAsync(without.Self.Address, Cancel));
        Assert.Contains("its certificate CN=bare is refused", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_without_a_certificate_is_refused()
    {
        var (node, plain) = (nodes.Start(Signed("node", authority)), nodes.Start());

        await Assert.ThrowsAsync<DataPlaneException>(() => plain.WatchAsync(node.Self.Address, Cancel));

        await nodes.SaysAsync("refused the connection from", "TLS could not be agreed on");
    }

    [Fact]
    public async Task Files_that_change_count_without_a_new_start()
    {
        using TestAuthority next = new(folder, "next");
        using Nodes timed = new(time);
        var (settings, other) = (Signed("node", authority), Signed("other", next));
        var (node, peer) = (timed.Start(settings), timed.Start(other));
        await Assert.ThrowsAsync<DataPlaneException>(() => peer.WatchAsync(node.Self.Address, Cancel));

        Signed("node", next);
        File.Copy(next.File, settings.Authority!, overwrite: true);
        time.Advance(10);

        Assert.Equal(node.Self, await peer.WatchAsync(node.Self.Address, Cancel));
        await timed.SaysAsync("node.pem", "changed and read again");
    }

    [Fact]
    public void Files_that_hold_no_certificate_are_named()
    {
        var settings = Signed("node", authority) with { Certificate = folder.Write("empty.pem", "nothing") };

        var refusal = Assert.Throws<EnvironmentException>(() => nodes.Start(settings));

        Assert.Contains(settings.Certificate, refusal.Message, StringComparison.Ordinal);
    }

    private static DataPlaneSettings Signed(string name, TestAuthority by)
    {
        var (certificate, key) = by.Sign(name);
        return Nodes.Settings with { Certificate = certificate, Key = key, Authority = by.File };
    }
}
