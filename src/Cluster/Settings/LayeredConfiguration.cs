using Akka.Configuration;

namespace Moe.Cluster.Settings;

/// <summary>
/// Layers of settings laid over one another: a later layer wins key by key, lists are replaced whole. Remembers which
/// layer set what, for messages.
/// </summary>
internal sealed class LayeredConfiguration
{
    private readonly IReadOnlyList<ConfigurationLayer> layers;

    /// <summary>Lays each layer over those before it.</summary>
    public LayeredConfiguration(params IReadOnlyList<ConfigurationLayer> layers)
    {
        this.layers = layers;
        var merged = Config.Empty;
        foreach (var layer in layers) merged = layer.Config.WithFallback(merged);
        Merged = merged;
    }

    /// <summary>All layers as one.</summary>
    public Config Merged { get; }

    /// <summary>The node of all keys.</summary>
    public SettingNode Root => new(Merged.Root, "", OriginOf);

    /// <summary>The node at a dotted path; it may not exist.</summary>
    public SettingNode Node(string path) => new(Merged.GetValue(path), path, OriginOf);

    /// <summary>Name of the last layer that set a path, or of the last layer at all.</summary>
    public string OriginOf(string path) =>
        layers.LastOrDefault(layer => !layer.Config.IsEmpty && layer.Config.HasPath(path))?.Name
        ?? layers.LastOrDefault()?.Name ?? "no file";
}
