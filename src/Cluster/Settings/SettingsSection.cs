using Moe.Curriculum.Gym;
using Moe.Model.Failures;

namespace Moe.Cluster.Settings;

/// <summary>
/// The keys of one section of the configuration and the record they fill. The same table reads, checks, lists and writes
/// the section, so none of these can know a key that another does not.
/// </summary>
internal sealed class SettingsSection<TRecord>
{
    private readonly List<Setting<TRecord>> settings = [];

    /// <summary>Adds a plain value.</summary>
    public SettingsSection<TRecord> Value<TValue>(
        string key, ValueForm<TValue> form, Func<TRecord, TValue> get, Func<TRecord, TValue, TRecord> with,
        bool required = false)
    {
        settings.Add(new ValueSetting<TRecord, TValue>(key, form, get, with, required));
        return this;
    }

    /// <summary>Adds a section within.</summary>
    public SettingsSection<TRecord> Section<TPart>(
        string key, SettingsSection<TPart> part, Func<TRecord, TPart> get, Func<TRecord, TPart, TRecord> with)
    {
        settings.Add(new SectionSetting<TRecord, TPart>(key, part, get, with));
        return this;
    }

    /// <summary>Adds a list of sections.</summary>
    public SettingsSection<TRecord> Sections<TElement>(
        string key, SettingsSection<TElement> element, Func<TElement> start,
        Func<TRecord, IReadOnlyList<TElement>> get, Func<TRecord, IReadOnlyList<TElement>, TRecord> with)
    {
        settings.Add(new SectionListSetting<TRecord, TElement>(key, element, start, get, with));
        return this;
    }

    /// <summary>Paths of every plain value of this section; elements of a list share one path with [] in it.</summary>
    public IEnumerable<string> Paths(string path) => settings.SelectMany(setting => setting.Paths(path));

    /// <summary>Fills the record from a node; absent keys keep the record's values.</summary>
    /// <exception cref="ConfigurationException">A key is unknown or missing, or a value is wrong.</exception>
    public TRecord Read(SettingNode node, TRecord record)
    {
        if (node.Exists && !node.IsObject) throw node.Refuse("a section in braces");
        foreach (var key in node.Keys)
        {
            if (settings.TrueForAll(setting => setting.Key != key)) throw Unknown(node.Child(key), key);
        }
        return settings.Aggregate(record, (filled, setting) => setting.Read(node, filled));
    }

    /// <summary>Writes every key of the record.</summary>
    public void Write(HoconText text, TRecord record)
    {
        foreach (var setting in settings) setting.Write(text, record);
    }

    private ConfigurationException Unknown(SettingNode node, string key)
    {
        var nearest = NearestNames.Of(key, settings.Select(setting => setting.Key));
        return new ConfigurationException(
            $"{node.Path} is no setting (written in {node.Origin}). The nearest keys of this section are " +
            $"{string.Join(", ", nearest)}. Correct the name or remove the line; cluster.hocon lists every setting.");
    }
}
