using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Moe.Unit.Specs.Operations;

/// <summary>A place in a YAML text: a mapping, a list, a scalar as it is written, or nothing.</summary>
internal sealed record YamlPlace(object? Value)
{
    public bool IsThere => Value is not null;

    public string Text => Assert.IsType<string>(Value);

    public IEnumerable<YamlPlace> Items => ((List<object?>?)Value ?? []).Select(item => new YamlPlace(item));

    public Dictionary<string, YamlPlace> Entries => ((Dictionary<object, object?>?)Value ?? [])
        .ToDictionary(entry => (string)entry.Key, entry => new YamlPlace(entry.Value));

    public Dictionary<string, string> Texts => Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Text);

    /// <summary>The same for places that say the same, in whatever order their keys are.</summary>
    public string Ordered => Value switch
    {
        Dictionary<object, object?> => string.Join(", ", Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}: {{{entry.Value.Ordered}}}")),
        List<object?> => string.Join(", ", Items.Select(item => $"[{item.Ordered}]")),
        _ => Text,
    };

    public YamlPlace this[params string[] keys] => keys.Aggregate(this, (place, key) =>
        new YamlPlace(place.Value is Dictionary<object, object?> mapping ? mapping.GetValueOrDefault(key) : null));

    /// <summary>Every document of a text.</summary>
    public static IReadOnlyList<YamlPlace> Documents(string text)
    {
        var reader = new DeserializerBuilder().Build();
        MergingParser parser = new(new Parser(new StringReader(text)));
        List<YamlPlace> documents = [];
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _)) documents.Add(new YamlPlace(reader.Deserialize<object?>(parser)));
        return documents;
    }

    /// <summary>The one document of a file of the repository.</summary>
    public static YamlPlace Of(params string[] path) =>
        Assert.Single(Documents(File.ReadAllText(RepositoryFiles.At(path))));
}
