using Akka.Configuration;
using Moe.Cluster.Hosting;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Hosting;

public sealed class ClusterPlaceSpecs
{
    [Theory]
    [InlineData("off", "akka.tcp://moe@one:4053")]
    [InlineData("on", "akka.ssl.tcp://moe@one:4053")]
    public void Seeds_are_addresses_as_the_actor_systems_have_them(string tls, string seed)
    {
        var akka = Place("one").Over(WithTls(tls));

        Assert.Equal([seed], akka.GetStringList("akka.cluster.seed-nodes"));
        Assert.Equal("one", akka.GetString("akka.remote.dot-netty.tcp.hostname"));
    }

    [Theory]
    [InlineData("one", "off", true)]
    [InlineData("one", "on", false)]
    [InlineData("127.0.0.1", "off", false)]
    public void A_node_that_takes_messages_from_anyone_is_warned_of(string host, string tls, bool warns) =>
        Assert.Equal(warns, Place(host).Warning(WithTls(tls)) is not null);

    private static ClusterPlace Place(string host) => new(host, 4053, 0, ["one:4053"], ClusterPlace.AllRoles, 1, Stays: false);

    private static Config WithTls(string tls) =>
        ConfigurationFactory.ParseString($"akka.remote.dot-netty.tcp.enable-ssl = {tls}");
}
