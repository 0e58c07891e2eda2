using Akka.Configuration.Hocon;
using Moe.Model.Failures;

namespace Moe.Cluster.Settings;

/// <summary>
/// One place in a configuration: its dotted path, what stands there, and where that was written. Null values count as
/// absent, so that a run file can take back what another file set.
/// </summary>
internal sealed class SettingNode(HoconValue? value, string path, Func<string, string> originOf)
{
    /// <summary>Dotted path from the root.</summary>
    public string Path => path;

    /// <summary>Whether something other than null stands here.</summary>
    public bool Exists => value is not null && !(value.IsString() && value.GetString() is null);

    /// <summary>The text of a plain value; null for an object, a list or nothing.</summary>
    public string? Text => value is not null && value.IsString() ? value.GetString() : null;

    /// <summary>Whether an object stands here.</summary>
    public bool IsObject => value is not null && value.IsObject();

    /// <summary>Whether a list stands here, also an empty one.</summary>
    public bool IsList => value is not null && value.Values.Exists(piece => piece.IsArray());

    /// <summary>The file or option that set this.</summary>
    public string Origin => originOf(path);

    /// <summary>Keys of the object here, in the order of writing.</summary>
    public IEnumerable<string> Keys => value?.GetObject()?.Items.Keys ?? Enumerable.Empty<string>();

    /// <summary>The node under a key of the object here; it may not exist.</summary>
    public SettingNode Child(string key) => new(value?.GetChildObject(key), Join(path, key), originOf);

    /// <summary>Elements of the list here; what is wrong in one is told with the place of the whole list.</summary>
    public IReadOnlyList<SettingNode> Elements()
    {
        var origin = Origin;
        return value is null
            ? []
            : [.. value.GetArray().Select((element, index) => new SettingNode(element, $"{path}[{index}]", _ => origin))];
    }

    /// <summary>The refusal of what stands here.</summary>
    public ConfigurationException Refuse(string expected) => new(
        $"{path} is {Found()} (set in {Origin}), expected {expected}. Correct it there{Remedy(" or override it with ")}.");

    /// <summary>The refusal of a key that must be there.</summary>
    public ConfigurationException Missing(string expected) =>
        new($"{path} is missing, expected {expected}. Add it to the run file{Remedy(" or set it with ")}.");

    private static string Join(string parent, string key)
    {
        var written = key.Contains('.') ? $"\"{key}\"" : key;
        return parent.Length == 0 ? written : $"{parent}.{written}";
    }

    // An element of a list cannot be set on the command line by itself.
    private string Remedy(string words) => path.Contains('[') ? "" : $"{words}--set {path}=VALUE";

    private string Found() => Text is { } text ? $"'{text}'" : IsObject ? "an object" : IsList ? "a list" : "empty";
}
