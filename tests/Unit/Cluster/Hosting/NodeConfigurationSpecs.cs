using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Hosting;

public sealed class NodeConfigurationSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_file_wins_over_the_defaults_and_an_option_over_both()
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text + "\ntraining.run.seed = 1\ntraining.run.vocabulary-merges = 10");
        var run = folder.Write("run.hocon", "training.run {\n  seed = 2\n  vocabulary-merges = 20\n}");

        var configuration = NodeConfiguration.Read(defaults, run, ["training.run.seed=3"], null);

        Assert.Equal(3ul, configuration.Run.Seed);
        Assert.Equal(20, configuration.Run.VocabularyMerges);
        Assert.Equal(8, configuration.Run.Model.Width);
    }

    [Fact]
    public void A_list_is_replaced_whole()
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);
        var run = folder.Write("run.hocon", "training.run.stages = [\n  {\n    name = only\n    steps = 5\n  }\n]");

        Assert.Equal(5, Assert.Single(NodeConfiguration.Read(defaults, run, [], null).Run.Stages).Steps);
    }

    [Fact]
    public void A_run_file_may_include_another_beside_it()
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);
        folder.Write("base.hocon", "training.run.seed = 5\ntraining.run.vocabulary-merges = 50");
        var run = folder.Write("run.hocon", "include \"base.hocon\"\ntraining.run.seed = 6");

        var configuration = NodeConfiguration.Read(defaults, run, [], null);

        Assert.Equal(6ul, configuration.Run.Seed);
        Assert.Equal(50, configuration.Run.VocabularyMerges);
    }

    [Fact]
    public void Refuses_files_that_include_one_another_for_ever()
    {
        var path = folder.Write("circle.hocon", "include \"circle.hocon\"");

        var refusal = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Read(path, null, [], null));

        Assert.Contains("circle.hocon: files include one another", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_file_that_is_not_there()
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);

        var refusal = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Read(defaults, folder.File("none.hocon"), [], null));

        Assert.StartsWith($"{folder.File("none.hocon")}: the configuration file cannot be read", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("training.run { seed = ")]
    [InlineData("training.run.seed = [1")]
    [InlineData("training.run { seed = a:b }")]
    public void Refuses_a_file_that_is_not_HOCON(string text)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Read(folder.Write("bad.hocon", text), null, [], null));

        Assert.StartsWith(folder.File("bad.hocon"), refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("seed=7", "training.run.seed")]
    [InlineData("training.seed=7", "training.run.seed")]
    [InlineData("training.nodes.lanes=7", "training.node.lanes")]
    public void Refuses_an_option_outside_the_sections_with_where_it_belongs(string option, string nearest)
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);

        var refusal = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Read(defaults, null, [option], null));

        Assert.Contains("is no setting", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(nearest, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed")]
    [InlineData("=7")]
    public void Refuses_an_option_without_key_or_value(string option)
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);

        var refusal = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Read(defaults, null, [option], null));

        Assert.Contains($"--set {option} has no key and value", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reads_the_nodes_own_section()
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);

        var node = NodeConfiguration.Read(defaults, null,
        [
            "training.node.device=cuda:1", "training.node.expert-devices={ \"encoder.0.1\" = \"cuda:2\" }", "training.node.http-port=-1",
        ], null).Node;

        Assert.Equal("cuda:1", node.Device);
        Assert.Equal("cuda:2", node.ExpertDevices["encoder.0.1"]);
        Assert.Equal(-1, node.HttpPort);
    }

    [Theory]
    [InlineData("training.node.device=gpu", "cpu, cuda, or cuda:NUMBER")]
    [InlineData("training.node.http-port=70000", "-1 to 65535")]
    [InlineData("training.node.in-flight=0", "1 to 1024")]
    [InlineData("training.node.expert-devices={ encoder = cpu }", "names no expert")]
    [InlineData("training.node.expert-devices={ \"encoder.0.1\" = gpu }", "gives encoder.0.1 the device 'gpu'")]
    public void Refuses_a_wrong_value_of_the_node(string option, string said)
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);

        var refusal = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Read(defaults, null, [option], null));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_a_valid_run_file()
    {
        var examples = Directory.GetFiles(RepositoryFiles.At("examples"), "*.hocon", SearchOption.AllDirectories);

        Assert.NotEmpty(examples);
        foreach (var example in examples)
            Assert.True(NodeConfiguration.Read(RepositoryFiles.At("cluster.hocon"), example, [], null).Run.TotalSteps > 0, example);
    }

    [Theory]
    [InlineData("other machines can reach", "http-host=0.0.0.0")]
    [InlineData("other machines can reach", "http-host=10.0.0.1", "http-port=0")]
    [InlineData("http-certificate and training.node.http-key", "http-certificate=node.pem")]
    [InlineData("http-client-authority is set", "http-client-authority=authority.pem")]
    [InlineData("one of auto, nothing, read, operate", "http-anonymous=everything")]
    public void Refuses_an_HTTP_side_that_is_open_to_all_or_contradicts_itself(string expected, params string[] options)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => ReadNode(options));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http-host=0.0.0.0", "http-tokens-file=tokens")]
    [InlineData("http-host=0.0.0.0", "http-anonymous=read")]
    [InlineData("http-host=0.0.0.0", "http-port=-1")]
    [InlineData("http-host=localhost")]
    public void Takes_one_that_says_who_may_come_in(params string[] options) => Assert.NotNull(ReadNode(options));

    [Fact]
    public void No_message_and_no_record_shows_a_secret()
    {
        const string secret = "nobody-may-see-this";
        var read = ReadNode($"data-plane.token={secret}");
        Assert.Equal(secret, read.DataPlane.Token!.Reveal());
        Assert.DoesNotContain(secret, read.ToString(), StringComparison.Ordinal);

        foreach (var options in new[]
        {
            new[] { $"data-plane.token={secret}", "data-plane.silence-ms=600" },
            [$"data-plane={{ token = {secret}, nonsense = 1 }}"],
            [$"http-security-token={secret}"],
        })
        {
            var refusal = Assert.Throws<ConfigurationException>(() => ReadNode(options));
            Assert.DoesNotContain(secret, refusal.Message, StringComparison.Ordinal);
        }
        var printing = Assert.Throws<ConfigurationException>(() => NodeConfiguration.Read(folder.Write("cluster.hocon", RunFile.Text), null,
            [$"training.node.data-plane.token={secret}", "akka.log-config-on-start=on"], null));
        Assert.Contains("log-config-on-start", printing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data-plane.host=0.0.0.0", "other machines can reach")]
    [InlineData("data-plane.certificate=node.pem", "names 1 of certificate, key and authority")]
    [InlineData("data-plane.silence-ms=600", "at least twice ping-ms (500)")]
    [InlineData("data-plane.port=70000", "training.node.data-plane.port is '70000'")]
    public void Refuses_a_data_plane_that_is_open_to_all_or_contradicts_itself(string option, string expected)
    {
        var defaults = folder.Write("cluster.hocon", RunFile.Text);

        var refusal = Assert.Throws<ConfigurationException>(() =>
            NodeConfiguration.Read(defaults, null, [$"training.node.{option}"], null));

        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private NodeSettings ReadNode(params string[] options) => NodeConfiguration.Read(
        folder.Write("cluster.hocon", RunFile.Text), null, [.. options.Select(option => $"training.node.{option}")], null).Node;
}
