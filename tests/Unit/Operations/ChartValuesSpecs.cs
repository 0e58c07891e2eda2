using Moe.Specs;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moe.Unit.Specs.Cluster;
using Xunit;

namespace Moe.Unit.Specs.Operations;

/// <summary>A value of the chart has a default, a rule, a place where it is used and a row in the table; nothing else is a value.</summary>
public sealed partial class ChartValuesSpecs
{
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(RepositoryFiles.At("ops", "helm", "values.schema.json"))).RootElement;

    // Helm lays this beside any chart's values.
    private const string HelmsOwn = "global";

    [Fact]
    public void Unknown_values_are_refused_wherever_the_schema_names_the_known_ones()
    {
        var open = Objects(Schema, "values").Where(found => found.Rule.TryGetProperty("properties", out _)
            && !(found.Rule.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.False));

        Assert.Empty(open.Select(found => found.Path));
    }

    [Fact]
    public void Values_and_schema_name_the_same() => Assert.NotEmpty(Leaves());

    [Fact]
    public void The_table_has_a_row_for_every_value_with_its_default()
    {
        var rows = File.ReadLines(RepositoryFiles.At("ops", "helm", "README.md")).Select(line => TableRow().Match(line))
            .Where(match => match.Success).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToList();

        Assert.Equal(Leaves().Select(leaf => leaf.Path).Order(), rows.Select(row => row.Item1).Order());
        foreach (var (path, value) in Leaves().Where(leaf => leaf.Value.Value is string))
            Assert.Contains((path, value.Text.Length == 0 ? "\"\"" : value.Text), rows);
    }

    [Fact]
    public void Templates_use_every_value_and_no_other()
    {
        var used = Directory.GetFiles(RepositoryFiles.At("ops", "helm", "templates")).SelectMany(file => Used(File.ReadAllText(file)));

        Assert.Equal(Leaves().Select(leaf => AnyOfMap(leaf.Path)).Distinct().Order(), used.Distinct().Order());
    }

    // values.yaml and the schema walked together; every key must be in both.
    private static List<(string Path, YamlPlace Value)> Leaves() =>
        [.. Leaves(YamlPlace.Of("ops", "helm", "values.yaml"), Schema, "")];

    private static IEnumerable<(string Path, YamlPlace Value)> Leaves(YamlPlace value, JsonElement written, string path)
    {
        var rule = Resolved(written);
        if (rule.TryGetProperty("properties", out var properties))
        {
            var known = properties.EnumerateObject().Where(property => property.Name != HelmsOwn).ToList();
            Assert.Equal(known.Select(property => property.Name).Order(), value.Entries.Keys.Order());
            return known.SelectMany(property => Leaves(value[property.Name], property.Value, Joined(path, property.Name)));
        }
        return path == "groups"
            ? value.Entries.Values.SelectMany(group => Leaves(group, rule.GetProperty("additionalProperties"), "groups.NAME"))
            : [(path, value)];
    }

    private static IEnumerable<string> Used(string template)
    {
        var maps = RangeOverMap().Matches(template).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return ValueUse().Matches(template).Select(match => match.Groups[1].Value is { Length: > 0 } direct
                ? AnyOfMap(direct)
                : maps.TryGetValue(match.Groups[2].Value, out var map) ? $"{map}.*.{match.Groups[3].Value}" : "")
            .Where(path => path.Length > 0 && !maps.ContainsValue(path) && path != "groups");
    }

    // Groups have any name, and volumes are gone through by name: $node.gpus and groups.node.gpus are both groups.*.gpus.
    private static string AnyOfMap(string path) => Regex.Replace(path, @"^(groups|volumes)\.\w+\.", "$1.*.");

    private static IEnumerable<(string Path, JsonElement Rule)> Objects(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(property => property.Name == "anyOf" ? [] : Objects(property.Value, $"{path}.{property.Name}"))
            .Append((path, element)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Objects(item, $"{path}[{index}]")),
        _ => [],
    };

    private static JsonElement Resolved(JsonElement rule) => rule.TryGetProperty("$ref", out var reference)
        ? Schema.GetProperty("definitions").GetProperty(reference.GetString()!.Split('/')[^1])
        : rule;

    private static string Joined(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \| `?([^`|]*?)`? \|")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"range \$\w+, \$(\w+) := \.Values\.(\w+)")]
    private static partial Regex RangeOverMap();

    [GeneratedRegex(@"\.Values\.([A-Za-z.]+)|\$(\w+)\.(\w[A-Za-z.]*)")]
    private static partial Regex ValueUse();
}
