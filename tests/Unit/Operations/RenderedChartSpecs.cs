using System.CommandLine;
using Moe.Cluster.Cli;
using Moe.Cluster.Hosting;
using Moe.Specs;
using Moe.Unit.Specs.Cluster;
using Xunit;

namespace Moe.Unit.Specs.Operations;

/// <summary>What the chart makes, against the program that is to run in it.</summary>
public sealed class RenderedChartSpecs
{
    private const string Domain = "run-nodes.training.svc.";
    private const string Usual =
        "ConfigMap NetworkPolicy PersistentVolumeClaim PersistentVolumeClaim PodDisruptionBudget Service StatefulSet";

    public static TheoryData<string> Names => [.. RenderedChart.Names];

    [Fact]
    public void Every_values_file_is_rendered() => Assert.Equal(RenderedChart.ValuesNames, RenderedChart.Names);

    [Theory, MemberData(nameof(Names))]
    public void The_rendering_is_of_the_chart_as_it_is(string name) => Assert.True(
        RenderedChart.Read(name).FirstLine == $"# chart: {RenderedChart.ChartHash()}",
        "the chart has changed since it was rendered: run `make chart` where Helm is installed");

    [Theory]
    [InlineData("one-node", "ConfigMap NetworkPolicy PersistentVolumeClaim PersistentVolumeClaim Service StatefulSet")]
    [InlineData("three-nodes", Usual)]
    [InlineData("gpu", Usual)]
    [InlineData("tls", Usual)]
    [InlineData("roles", Usual + " StatefulSet")]
    [InlineData("monitoring", Usual + " ServiceMonitor")]
    [InlineData("https", Usual + " ServiceMonitor")]
    [InlineData("rules", Usual + " PrometheusRule")]
    [InlineData("own-volumes", "ConfigMap NetworkPolicy PodDisruptionBudget Service StatefulSet")]
    [InlineData("stopped", "ConfigMap PersistentVolumeClaim PersistentVolumeClaim PodDisruptionBudget Service StatefulSet")]
    public void A_feature_brings_its_objects_and_no_other(string name, string kinds) =>
        Assert.Equal(kinds.Split(' ').Order(), RenderedChart.Read(name).Kinds.Order());

    [Theory, MemberData(nameof(Names))]
    public void Pods_start_with_a_command_line_that_the_program_takes(string name)
    {
        foreach (var set in RenderedChart.Read(name).Sets)
        {
            var arguments = Arguments(set);
            var parsed = CommandLine.Commands().Parse(arguments);

            Assert.Empty(parsed.Errors);
            Assert.Equal(Ports(set)["messages"], parsed.GetValue<int>("--port"));
            Assert.Equal(Ports(set)["tensors"], parsed.GetValue<int>("--data-port"));
            Assert.StartsWith("pod-0." + Domain, parsed.GetValue<string>("--host"), StringComparison.Ordinal);
            Assert.Contains(Mounts(set), mount => IsUnder(parsed.GetValue<string>("--run")!, mount.Path) && !mount.ReadOnly);
            Assert.Contains(Mounts(set), mount => IsUnder(parsed.GetValue<string>("--config")!, mount.Path));
            Assert.True(parsed.GetValue<bool>("--stay"), "a pod that ends is started again");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Seeds_are_pods_of_the_release_equal_for_all_nodes(string name)
    {
        var chart = RenderedChart.Read(name);
        var seeds = Assert.Single(chart.Sets.Select(Seeds).DistinctBy(all => string.Join(' ', all)));

        foreach (var (index, seed) in seeds.Index())
        {
            var set = Assert.Single(chart.Sets, set => seed.StartsWith($"{Name(set)}-{index}.", StringComparison.Ordinal));
            Assert.Equal($"{Name(set)}-{index}.{HostOf(set)["pod-0.".Length..]}:{Ports(set)["messages"]}", seed);
            Assert.Equal(Name(chart.Service), set["spec", "serviceName"].Text);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_run_file_is_read_with_the_ports_and_folders_of_the_pods(string name)
    {
        var chart = RenderedChart.Read(name);
        using TemporaryFolder folder = new();
        folder.Write("token/data-plane.hocon", "training.node.data-plane.token = \"a secret\"\n");
        var runFile = folder.Write("run.hocon", chart.Of("ConfigMap").Single()["data", "run.hocon"].Text
            .Replace("\"/etc/cluster/token/", $"\"{folder.File("token")}/", StringComparison.Ordinal));

        foreach (var set in chart.Sets)
        {
            var options = CommandLine.Commands().Parse(Arguments(set)).GetValue<string[]>("--set")!;
            var read = NodeConfiguration.Read(RepositoryFiles.At("cluster.hocon"), runFile, options, null);

            Assert.Equal(Ports(set)["http"], read.Node.HttpPort);
            Assert.Equal("0.0.0.0", read.Node.HttpHost);
            Assert.Contains(Mounts(set), mount => mount.Path == read.Run.Curriculum.GymFolder);
            Assert.Equal(Limits(set).ContainsKey("nvidia.com/gpu") ? "cuda" : "cpu", read.Node.Device);
            string?[] files = [read.Node.DataPlane.Certificate, read.Node.DataPlane.Key, read.Node.DataPlane.Authority];
            Assert.True(read.Node.DataPlane.Token is not null || files.All(file => file is not null), "anyone could read the model");
            string?[] ofHttp = [read.Node.HttpSecurity.TokensFile, read.Node.HttpSecurity.Certificate, read.Node.HttpSecurity.Key];
            Assert.All(files.Concat(ofHttp).OfType<string>(), file => Assert.Contains(Mounts(set), mount => IsUnder(file, mount.Path)));
            var isEncrypted = read.Node.HttpSecurity.Certificate is not null;
            Assert.Equal(name == "https", isEncrypted);
            Assert.All(Probes(set), probe => Assert.Equal(isEncrypted ? "HTTPS" : "HTTP", probe["scheme"].Text));
            Assert.All(Endpoints(chart), endpoint => Assert.Equal(isEncrypted ? "https" : "http", endpoint["scheme"].Text));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Everything_selects_the_pods_it_means(string name)
    {
        var chart = RenderedChart.Read(name);
        var selectors = chart.Of("Service").Select(found => found["spec", "selector"])
            .Concat(chart.Of("PodDisruptionBudget").Select(found => found["spec", "selector", "matchLabels"]))
            .Concat(chart.Of("NetworkPolicy").Select(found => found["spec", "podSelector", "matchLabels"]))
            .Select(found => found.Texts).ToList();

        foreach (var set in chart.Sets)
        {
            var labels = set["spec", "template", "metadata", "labels"].Texts;
            var own = set["spec", "selector", "matchLabels"].Texts;
            Assert.All(selectors.Append(own), selector => Assert.Subset(labels.ToHashSet(), selector.ToHashSet()));
            Assert.Single(chart.Sets, other => own.ToHashSet().IsSubsetOf(other["spec", "template", "metadata", "labels"].Texts));
        }
        Assert.All(chart.Of("ServiceMonitor"), monitor => Assert.Subset(
            chart.Service["metadata", "labels"].Texts.ToHashSet(), monitor["spec", "selector", "matchLabels"].Texts.ToHashSet()));
    }

    [Theory, MemberData(nameof(Names))]
    public void Ports_are_those_that_the_pods_listen_on(string name)
    {
        var chart = RenderedChart.Read(name);
        var offered = chart.Service["spec", "ports"].Items.ToList();
        var allowed = chart.Of("NetworkPolicy").SelectMany(policy => policy["spec", "ingress"].Items)
            .SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text);

        foreach (var set in chart.Sets)
        {
            var ports = Ports(set);
            Assert.All(offered, port => Assert.Equal($"{ports[port["targetPort"].Text]}", port["port"].Text));
            Assert.All(allowed, port => Assert.Contains(port, ports.Keys));
        }
        Assert.All(Endpoints(chart), endpoint =>
            Assert.Contains(endpoint["port"].Text, offered.Select(port => port["name"].Text)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Probes_and_scrapes_ask_for_what_the_program_answers(string name)
    {
        var served = string.Concat(new[] { "HealthEndpoints.cs", "MetricsEndpoint.cs" }.Select(
            file => File.ReadAllText(RepositoryFiles.At("src", "Cluster", "Http", file))));
        var chart = RenderedChart.Read(name);
        var probes = chart.Sets.SelectMany(Probes).ToList();

        Assert.Equal(3 * chart.Sets.Count, probes.Count);
        Assert.All(probes, probe => Assert.Equal("http", probe["port"].Text));
        Assert.All(probes.Concat(Endpoints(chart)),
            asked => Assert.Contains($"\"{asked["path"].Text}\"", served, StringComparison.Ordinal));
    }

    [Fact]
    public void The_service_monitor_knows_pods_by_a_name_that_their_certificate_can_have()
    {
        var https = RenderedChart.Read("https");
        var tls = Assert.Single(Endpoints(https))["tlsConfig"];
        var mounted = https.Sets.Single()["spec", "template", "spec", "volumes"].Items.Single(volume => volume["name"].Text == "http-tls");

        Assert.EndsWith($".{tls["serverName"].Text}", HostOf(https.Sets.Single()), StringComparison.Ordinal);
        Assert.Equal(mounted["secret", "secretName"].Text, tls["ca", "secret", "name"].Text);
        Assert.False(Assert.Single(Endpoints(RenderedChart.Read("monitoring")))["tlsConfig"].IsThere);
    }

    [Fact]
    public void Its_rules_are_those_of_Prometheus()
    {
        var written = new[] { "alerts.rules.yml", "recording.rules.yml" }
            .SelectMany(file => YamlPlace.Of("ops", "prometheus", file)["groups"].Items);
        var rendered = Assert.Single(RenderedChart.Read("rules").Of("PrometheusRule"));

        Assert.Equal(written.Select(group => group.Ordered), rendered["spec", "groups"].Items.Select(group => group.Ordered));
        Assert.Equal("prometheus", rendered["metadata", "labels", "release"].Text);
    }

    [Theory, MemberData(nameof(Names))]
    public void Volumes_are_there_and_mounted(string name)
    {
        var chart = RenderedChart.Read(name);
        var claims = chart.Of("PersistentVolumeClaim").ToDictionary(Name);
        Assert.All(claims.Values, claim => Assert.Equal("ReadWriteMany", Assert.Single(claim["spec", "accessModes"].Items).Text));

        foreach (var set in chart.Sets)
        {
            var volumes = set["spec", "template", "spec", "volumes"].Items.ToList();
            Assert.Equal(volumes.Select(volume => volume["name"].Text).Order(), Mounts(set).Select(mount => mount.Name).Order());
            foreach (var claim in volumes.Select(volume => volume["persistentVolumeClaim", "claimName"]).Where(claim => claim.IsThere))
                Assert.Equal(name != "own-volumes", claims.ContainsKey(claim.Text));
            Assert.All(volumes.Select(volume => volume["configMap", "name"]).Where(found => found.IsThere),
                found => Assert.Equal(Name(chart.Of("ConfigMap").Single()), found.Text));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Pods_may_do_no_more_than_they_need(string name)
    {
        foreach (var set in RenderedChart.Read(name).Sets)
        {
            var pod = set["spec", "template", "spec"];
            Assert.Equal("false", pod["automountServiceAccountToken"].Text);
            Assert.Equal("true", pod["securityContext", "runAsNonRoot"].Text);
            Assert.Equal("true", Container(set)["securityContext", "readOnlyRootFilesystem"].Text);
            Assert.Equal("false", Container(set)["securityContext", "allowPrivilegeEscalation"].Text);
            Assert.Equal("ALL", Assert.Single(Container(set)["securityContext", "capabilities", "drop"].Items).Text);
        }
    }

    [Fact]
    public void Other_settings_mean_other_pods_and_a_stopped_run_none()
    {
        var hashes = new[] { "three-nodes", "tls" }.Select(name => RenderedChart.Read(name).Sets.Single())
            .Select(set => set["spec", "template", "metadata", "annotations", "checksum/settings"].Text);

        Assert.Equal(2, hashes.Distinct().Count());
        Assert.Equal("0", RenderedChart.Read("stopped").Sets.Single()["spec", "replicas"].Text);
        Assert.Equal("1", Limits(RenderedChart.Read("gpu").Sets.Single())["nvidia.com/gpu"]);
    }

    private static string Name(YamlPlace found) => found["metadata", "name"].Text;

    private static YamlPlace Container(YamlPlace set) => Assert.Single(set["spec", "template", "spec", "containers"].Items);

    private static IEnumerable<YamlPlace> Probes(YamlPlace set) => Container(set).Entries
        .Where(entry => entry.Key.EndsWith("Probe", StringComparison.Ordinal)).Select(entry => entry.Value["httpGet"]);

    private static IEnumerable<YamlPlace> Endpoints(RenderedChart chart) =>
        chart.Of("ServiceMonitor").SelectMany(monitor => monitor["spec", "endpoints"].Items);

    private static Dictionary<string, string> Limits(YamlPlace set) => Container(set)["resources", "limits"].Texts;

    private static string[] Arguments(YamlPlace set) =>
        [.. Container(set)["args"].Items.Select(item => item.Text.Replace("$(POD_NAME)", "pod-0", StringComparison.Ordinal))];

    private static string HostOf(YamlPlace set) => CommandLine.Commands().Parse(Arguments(set)).GetValue<string>("--host")!;

    private static string[] Seeds(YamlPlace set) => CommandLine.Commands().Parse(Arguments(set)).GetValue<string[]>("--seed")!;

    private static Dictionary<string, int> Ports(YamlPlace set) => Container(set)["ports"].Items.ToDictionary(
        port => port["name"].Text, port => int.Parse(port["containerPort"].Text, System.Globalization.CultureInfo.InvariantCulture));

    private static List<(string Name, string Path, bool ReadOnly)> Mounts(YamlPlace set) =>
        [.. Container(set)["volumeMounts"].Items.Select(mount => (mount["name"].Text, mount["mountPath"].Text, mount["readOnly"].IsThere))];

    private static bool IsUnder(string path, string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);
}
