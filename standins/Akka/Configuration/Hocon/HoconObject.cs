using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Keys with values, in the order of the text.</summary>
public class HoconObject : IHoconElement
{
    /// <summary>The keys and values.</summary>
    public Dictionary<string, HoconValue> Items { get; private init; } = [];

    /// <summary>The keys with nested dictionaries for nested objects.</summary>
    public IDictionary<string, object> Unwrapped => Items.ToDictionary(
        item => item.Key,
        item => item.Value.GetObject() is { } inner ? (object)inner.Unwrapped : item.Value);

    /// <inheritdoc />
    public bool IsString() => false;

    /// <inheritdoc />
    public string GetString() => throw new NotImplementedException("This element is an object and not a string.");

    /// <inheritdoc />
    public bool IsArray() => false;

    /// <inheritdoc />
    public IList<HoconValue> GetArray() =>
        throw new NotImplementedException("This element is an object and not an array.");

    /// <summary>The value of <paramref name="key"/>, or null.</summary>
    public HoconValue GetKey(string key) => Items.GetValueOrDefault(key);

    /// <summary>The value of <paramref name="key"/>, made empty if it is missing.</summary>
    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value))
            Items[key] = value = new HoconValue();
        return value;
    }

    /// <summary>Takes over the keys of <paramref name="other"/>; where both have objects they are merged.</summary>
    public void Merge(HoconObject other)
    {
        foreach (var (key, theirs) in other.Items)
            Items[key] = Combine(Items.GetValueOrDefault(key), theirs);
    }

    /// <summary>A new object: this one, overridden by <paramref name="other"/>.</summary>
    internal HoconObject MergedWith(HoconObject other)
    {
        var merged = new HoconObject { Items = new Dictionary<string, HoconValue>(Items) };
        merged.Merge(other);
        return merged;
    }

    /// <inheritdoc />
    public override string ToString() => ToString(0);

    /// <summary>The text, each level indented by two spaces.</summary>
    public string ToString(int indent)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in Items)
            text.Append(' ', indent * 2).Append(HoconValue.Quoted(key)).Append(" : ").Append(value.ToString(indent))
                .Append("\r\n");
        return text.ToString();
    }

    private static HoconValue Combine(HoconValue ours, HoconValue theirs) =>
        ours is not null && ours.IsObject() && theirs.IsObject()
            ? new HoconValue([ours.GetObject().MergedWith(theirs.GetObject())])
            : theirs;
}
