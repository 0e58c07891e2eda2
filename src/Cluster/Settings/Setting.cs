using Moe.Model.Failures;

namespace Moe.Cluster.Settings;

/// <summary>One key of a section: how it becomes part of a record, and how it is written back.</summary>
internal abstract class Setting<TRecord>(string key)
{
    /// <summary>Its key within the section.</summary>
    public string Key => key;

    /// <summary>Paths of every plain value at or under this key, given the section's path.</summary>
    public abstract IEnumerable<string> Paths(string section);

    /// <summary>The record with this key's value, or as it was when the key is absent.</summary>
    /// <exception cref="ConfigurationException">The value is missing, of the wrong type or out of range.</exception>
    public abstract TRecord Read(SettingNode section, TRecord record);

    /// <summary>Writes the record's value.</summary>
    public abstract void Write(HoconText text, TRecord record);
}

/// <summary>A key with one plain value.</summary>
internal sealed class ValueSetting<TRecord, TValue>(
    string key, ValueForm<TValue> form, Func<TRecord, TValue> get, Func<TRecord, TValue, TRecord> with, bool required)
    : Setting<TRecord>(key)
{
    public override IEnumerable<string> Paths(string section) => [$"{section}.{Key}"];

    public override TRecord Read(SettingNode section, TRecord record)
    {
        var node = section.Child(Key);
        if (!node.Exists)
        {
            return required ? throw node.Missing(form.Expected) : record;
        }
        return form.TryRead(node, out var value) ? with(record, value) : throw node.Refuse(form.Expected);
    }

    public override void Write(HoconText text, TRecord record) => text.Value(Key, form.Write(get(record)));
}

/// <summary>A key that holds a section of its own.</summary>
internal sealed class SectionSetting<TRecord, TPart>(
    string key, SettingsSection<TPart> part, Func<TRecord, TPart> get, Func<TRecord, TPart, TRecord> with)
    : Setting<TRecord>(key)
{
    public override IEnumerable<string> Paths(string section) => part.Paths($"{section}.{Key}");

    public override TRecord Read(SettingNode section, TRecord record) =>
        with(record, part.Read(section.Child(Key), get(record)));

    public override void Write(HoconText text, TRecord record) => text.Section(Key, () => part.Write(text, get(record)));
}

/// <summary>A key that holds a list of sections of one kind.</summary>
internal sealed class SectionListSetting<TRecord, TElement>(
    string key,
    SettingsSection<TElement> element,
    Func<TElement> start,
    Func<TRecord, IReadOnlyList<TElement>> get,
    Func<TRecord, IReadOnlyList<TElement>, TRecord> with) : Setting<TRecord>(key)
{
    public override IEnumerable<string> Paths(string section) => element.Paths($"{section}.{Key}[]");

    public override TRecord Read(SettingNode section, TRecord record)
    {
        var node = section.Child(Key);
        var elements = node.Elements();
        if (elements.Count == 0)
            throw node.Refuse("a list of at least one section in braces, each on its own lines");
        return with(record, [.. elements.Select(part => element.Read(part, start()))]);
    }

    public override void Write(HoconText text, TRecord record) =>
        text.Sections(Key, get(record), part => element.Write(text, part));
}
