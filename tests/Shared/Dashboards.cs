using System.Text.Json;

namespace Moe.Specs;

/// <summary>The dashboards of ops/grafana as their files say them.</summary>
internal static class Dashboards
{
    /// <summary>Every file, with its content.</summary>
    public static IEnumerable<(string File, JsonElement Root)> All() =>
        Directory.GetFiles(RepositoryFiles.At("ops", "grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), JsonDocument.Parse(File.ReadAllText(file)).RootElement));

    /// <summary>Every question to Prometheus, with where it is asked.</summary>
    public static IEnumerable<(string Where, string Query)> Queries() =>
        from dashboard in All()
        from panel in dashboard.Root.GetProperty("panels").EnumerateArray()
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select ($"{dashboard.File}: {panel.GetProperty("title").GetString()}", target.GetProperty("expr").GetString()!);
}
