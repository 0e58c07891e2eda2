using Moe.Specs;
using System.Security.Cryptography;
using Moe.Unit.Specs.Cluster;

namespace Moe.Unit.Specs.Operations;

/// <summary>
/// The chart as Helm renders it with one values file of its ci folder. `make chart` writes these files, since a machine that runs
/// the tests need not have Helm.
/// </summary>
internal sealed class RenderedChart
{
    private static readonly string Folder = RepositoryFiles.At("tests", "Unit", "Operations", "Rendered");
    private static readonly string Chart = RepositoryFiles.At("ops", "helm");

    private readonly IReadOnlyList<YamlPlace> objects;

    private RenderedChart(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".yaml"));
        FirstLine = text[..text.IndexOf('\n', StringComparison.Ordinal)];
        objects = YamlPlace.Documents(text);
    }

    /// <summary>Names of all of them: what their values file shows.</summary>
    public static IEnumerable<string> Names => NamesIn(Folder, ".yaml");

    /// <summary>Names of the values files.</summary>
    public static IEnumerable<string> ValuesNames => NamesIn(Path.Combine(Chart, "ci"), "-values.yaml");

    /// <summary>What says of which chart it is.</summary>
    public string FirstLine { get; }

    /// <summary>Kinds of its objects.</summary>
    public IEnumerable<string> Kinds => objects.Select(found => found["kind"].Text);

    /// <summary>Its sets of pods.</summary>
    public IReadOnlyList<YamlPlace> Sets => Of("StatefulSet");

    /// <summary>The one Service.</summary>
    public YamlPlace Service => Of("Service").Single();

    /// <summary>Reads one.</summary>
    public static RenderedChart Read(string name) => new(name);

    /// <summary>Hash over the chart's files, as ops/make/chart takes it.</summary>
    public static string ChartHash()
    {
        var files = Directory.GetFiles(Chart, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "README.md")
            .OrderBy(file => Path.GetRelativePath(Chart, file).Replace('\\', '/'), StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData([.. files.SelectMany(File.ReadAllBytes)]));
    }

    /// <summary>Its objects of a kind.</summary>
    public IReadOnlyList<YamlPlace> Of(string kind) => [.. objects.Where(found => found["kind"].Text == kind)];

    private static IEnumerable<string> NamesIn(string folder, string ending) => Directory.GetFiles(folder)
        .Select(file => Path.GetFileName(file).Replace(ending, "", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
