using Moe.Cluster.Runs;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class ListenersSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Listeners listeners;

    public ListenersSpecs() => listeners = new Listeners(folder.File("listeners"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_listener_is_found_until_it_ends()
    {
        Assert.Empty(listeners.All);
        Listener first = new(new Uri("http://127.0.0.1:9095/"), "a"), second = new(new Uri("http://127.0.0.1:9096/"), "b");
        var ends = listeners.Add(first);
        using var stays = listeners.Add(second);

        Assert.Equal([first, second], listeners.All);
        ends.Dispose();
        Assert.Equal([second], listeners.All);
    }

    [Theory]
    [InlineData("http://0.0.0.0:9095/")]
    [InlineData("http://[::]:9095/")]
    public void One_on_all_addresses_is_reached_by_the_machines_name(string address)
    {
        using var stays = listeners.Add(new Listener(new Uri(address), "a"));

        Assert.Equal(Environment.MachineName, Assert.Single(listeners.All).Address.Host, ignoreCase: true);
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        folder.Write("listeners/x.json", "{");

        Assert.Contains("x.json is damaged", Assert.Throws<EnvironmentException>(() => listeners.All).Message, StringComparison.Ordinal);
    }
}
