using System.CommandLine;
using System.Text.RegularExpressions;
using Moe.Cluster.Cli;
using Moe.Cluster.Hosting;
using Moe.Specs;
using Moe.Unit.Specs.Cluster;
using Xunit;

namespace Moe.Unit.Specs.Operations;

/// <summary>The image and the compose file, against the repository and the program.</summary>
public sealed class ContainerSpecs
{
    private static readonly string[] Dockerfile = File.ReadAllLines(RepositoryFiles.At("ops", "docker", "Dockerfile"));

    [Fact]
    public void What_the_image_takes_from_the_repository_is_there_and_not_ignored()
    {
        var kept = File.ReadLines(RepositoryFiles.At("ops", "docker", "Dockerfile.dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Dockerfile.Where(line => line.StartsWith("COPY ", StringComparison.Ordinal))
            .Where(line => !line.Contains("--from=", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).Where(source => source != ".").ToList();

        Assert.Equal(4, copied.Count);
        Assert.All(copied, source => Assert.Contains(kept, path => $"{source}/".StartsWith($"{path}/", StringComparison.Ordinal)));
        Assert.All(kept.Concat(copied), path => Assert.True(Path.Exists(RepositoryFiles.At(path)), $"there is no {path}"));
    }

    [Fact]
    public void The_launcher_finds_what_the_image_builds()
    {
        var launcher = File.ReadAllText(RepositoryFiles.At("cluster"));
        var program = Dockerfile.Single(line => line.Contains("/program ", StringComparison.Ordinal)).Split(' ')[^1];
        var entry = Dockerfile.Single(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)).Split('"')[1];
        var home = entry[..entry.LastIndexOf('/')];

        Assert.Contains(
            "$home" + program[home.Length..].Replace("${STACK}", "$stack", StringComparison.Ordinal)
                .Replace("Release", "$configuration", StringComparison.Ordinal), launcher, StringComparison.Ordinal);
        Assert.Contains($"COPY cluster cluster.hocon {home}/", Dockerfile);
    }

    [Fact]
    public void The_image_has_the_ports_and_the_user_of_the_chart()
    {
        var values = YamlPlace.Of("ops", "helm", "values.yaml");

        Assert.Contains("EXPOSE " + string.Join(' ', values["ports"].Texts.Values), Dockerfile);
        Assert.Contains($"ARG USER={values["userId"].Text}", Dockerfile);
        Assert.Contains("USER ${USER}:${USER}", Dockerfile);
    }

    [Fact]
    public void Composed_nodes_start_with_a_command_line_that_the_program_takes()
    {
        var nodes = Nodes();
        var seeds = new List<string>();
        foreach (var (host, node) in nodes)
        {
            Assert.Contains("cluster node --host=$$(hostname)", node["entrypoint"].Items.ElementAt(2).Text, StringComparison.Ordinal);
            string[] arguments = ["node", $"--host={host}", .. node["command"].Items.Select(item => item.Text)];
            var parsed = CommandLine.Commands().Parse(arguments);

            Assert.Empty(parsed.Errors);
            Assert.Equal(host, node["hostname"].Text);
            Assert.Contains(node["configs"].Items, file => file["target"].Text == parsed.GetValue<string>("--config"));
            seeds.AddRange(parsed.GetValue<string[]>("--seed")!);
        }

        Assert.Equal(nodes.Keys.Select(host => $"{host}:4053").Order(), seeds.Distinct().Order());
    }

    [Fact]
    public void The_composed_run_file_is_read_and_keeps_strangers_out()
    {
        using TemporaryFolder folder = new();
        var text = Compose()["configs", "run", "content"].Text;
        var runFile = folder.Write("run.hocon", Regex.Replace(text, @"\$\{CLUSTER_TOKEN:\?[^}]*\}", "a secret"));

        var read = NodeConfiguration.Read(RepositoryFiles.At("cluster.hocon"), runFile, [], null);

        Assert.Equal("a secret", read.Node.DataPlane.Token?.Reveal());
        Assert.All(Nodes().Values, node => Assert.Contains(
            node["volumes"].Items, volume => volume.Text.Split(':')[1] == read.Run.Curriculum.GymFolder));
        var targets = YamlPlace.Of("ops", "docker", "targets", "nodes.yml").Items
            .SelectMany(group => group["targets"].Items).Select(target => target.Text);
        Assert.Equal(Nodes().Keys.Select(host => $"{host}:{read.Node.HttpPort}").Order(), targets.Order());
    }

    private static YamlPlace Compose() => YamlPlace.Of("ops", "docker", "compose.yaml");

    private static Dictionary<string, YamlPlace> Nodes() => Compose()["services"].Entries
        .Where(service => service.Value["build"].IsThere).ToDictionary(service => service.Key, service => service.Value);
}
