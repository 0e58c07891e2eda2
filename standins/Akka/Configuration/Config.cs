using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>A tree of settings, read by dotted path. A missing path gives the default of the call; a value of the
/// wrong form throws.</summary>
public class Config
{
    /// <summary>A configuration without keys.</summary>
    public static readonly Config Empty = ConfigurationFactory.Empty;

    private HoconValue _own;

    /// <summary>Creates a configuration without a root.</summary>
    public Config() { }

    /// <summary>Creates a configuration from parsed text.</summary>
    public Config(HoconRoot root)
    {
        Root = root.Value ?? throw new ArgumentNullException(nameof(root), "The root value cannot be null.");
        _own = Root;
        Substitutions = root.Substitutions;
    }

    /// <summary>Creates <paramref name="source"/> with <paramref name="fallback"/> behind it.</summary>
    public Config(Config source, Config fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        var merged = source.WithFallback(fallback);
        Root = merged.Root;
        _own = source._own;
        Fallback = fallback;
        Substitutions = source.Substitutions;
    }

    /// <summary>What stands behind this configuration, if anything.</summary>
    public Config Fallback { get; private set; }

    /// <summary>Whether there are no keys.</summary>
    public virtual bool IsEmpty => Root is null || Root.IsEmpty;

    /// <summary>The merged tree.</summary>
    public virtual HoconValue Root { get; private set; }

    /// <summary>The references in the text.</summary>
    public IEnumerable<HoconSubstitution> Substitutions { get; set; } = [];

    /// <summary>The configuration of <paramref name="str"/>.</summary>
    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary><paramref name="config"/> with the parsed <paramref name="fallback"/> behind it.</summary>
    public static Config operator +(Config config, string fallback) =>
        config.WithFallback(ConfigurationFactory.ParseString(fallback));

    /// <summary>The parsed <paramref name="configHocon"/> with <paramref name="fallbackConfig"/> behind it.</summary>
    public static Config operator +(string configHocon, Config fallbackConfig) =>
        ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    /// <summary>The boolean at <paramref name="path"/>: on, off, true or false.</summary>
    public virtual bool GetBoolean(string path, bool @default = false) => Node(path)?.GetBoolean() ?? @default;

    /// <summary>The size in bytes at <paramref name="path"/>, or null.</summary>
    public virtual long? GetByteSize(string path) => Node(path)?.GetByteSize();

    /// <summary>The size in bytes at <paramref name="path"/>.</summary>
    public virtual long? GetByteSize(string path, long? def = null) =>
        Node(path) is { } node ? node.GetByteSize() : def;

    /// <summary>The integer at <paramref name="path"/>.</summary>
    public virtual int GetInt(string path, int @default = 0) => Node(path)?.GetInt() ?? @default;

    /// <summary>The integer at <paramref name="path"/>.</summary>
    public virtual long GetLong(string path, long @default = 0) => Node(path)?.GetLong() ?? @default;

    /// <summary>The text at <paramref name="path"/>; null when it is an object or an array.</summary>
    public virtual string GetString(string path, string @default = null) =>
        Node(path) is { } node ? node.GetString() : @default;

    /// <summary>The number at <paramref name="path"/>.</summary>
    public virtual float GetFloat(string path, float @default = 0) => Node(path)?.GetFloat() ?? @default;

    /// <summary>The number at <paramref name="path"/>.</summary>
    public virtual decimal GetDecimal(string path, decimal @default = 0) => Node(path)?.GetDecimal() ?? @default;

    /// <summary>The number at <paramref name="path"/>.</summary>
    public virtual double GetDouble(string path, double @default = 0) => Node(path)?.GetDouble() ?? @default;

    /// <summary>The booleans at <paramref name="path"/>.</summary>
    public virtual IList<bool> GetBooleanList(string path) => Required(path).GetBooleanList();

    /// <summary>The numbers at <paramref name="path"/>.</summary>
    public virtual IList<decimal> GetDecimalList(string path) => Required(path).GetDecimalList();

    /// <summary>The numbers at <paramref name="path"/>.</summary>
    public virtual IList<float> GetFloatList(string path) => Required(path).GetFloatList();

    /// <summary>The numbers at <paramref name="path"/>.</summary>
    public virtual IList<double> GetDoubleList(string path) => Required(path).GetDoubleList();

    /// <summary>The integers at <paramref name="path"/>.</summary>
    public virtual IList<int> GetIntList(string path) => Required(path).GetIntList();

    /// <summary>The integers at <paramref name="path"/>.</summary>
    public virtual IList<long> GetLongList(string path) => Required(path).GetLongList();

    /// <summary>The bytes at <paramref name="path"/>.</summary>
    public virtual IList<byte> GetByteList(string path) => Required(path).GetByteList();

    /// <summary>The texts at <paramref name="path"/>; empty when the path is missing.</summary>
    public virtual IList<string> GetStringList(string path) =>
        Node(path) is { } node ? node.GetStringList() : new List<string>();

    /// <summary>The texts at <paramref name="path"/>.</summary>
    public virtual IList<string> GetStringList(string path, string[] defaultPaths) =>
        Node(path) is { } node ? node.GetStringList() : defaultPaths;

    /// <summary>The section at <paramref name="path"/>, or null.</summary>
    public virtual Config GetConfig(string path)
    {
        var node = Node(path);
        return node is null ? null : new Config(new HoconRoot(node));
    }

    /// <summary>The node at <paramref name="path"/>, or null.</summary>
    public HoconValue GetValue(string path) => Node(path);

    /// <summary>The duration at <paramref name="path"/>; zero when it is missing and no default is given.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Node(path) is { } node ? node.GetTimeSpan(allowInfinite) : @default.GetValueOrDefault();

    /// <summary>Whether there is anything at <paramref name="path"/>.</summary>
    public virtual bool HasPath(string path) => Node(path) is not null;

    /// <summary>This configuration, and <paramref name="fallback"/> for every path that it lacks.</summary>
    public virtual Config WithFallback(Config fallback)
    {
        if (ReferenceEquals(fallback, this))
            throw new ArgumentException("Config can not have itself as fallback", nameof(fallback));
        if (fallback is null || fallback.Root is null)
            return this;
        if (IsEmpty)
            return fallback;
        var merged = fallback.Root.GetObject().MergedWith(Root.GetObject());
        return new Config
        {
            Root = new HoconValue([merged]),
            _own = _own,
            Substitutions = Substitutions,
            Fallback = Fallback is null ? fallback : Fallback.WithFallback(fallback),
        };
    }

    /// <summary>The top keys with their values.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() =>
        Root?.GetObject() is { } root ? root.Items : [];

    /// <summary>The text of this configuration without what stands behind it.</summary>
    public override string ToString() => _own is null ? "" : _own.ToString();

    /// <summary>The text, with or without what stands behind it.</summary>
    public string ToString(bool includeFallback) => includeFallback ? Root.ToString() : ToString();

    private HoconValue Node(string path)
    {
        var node = Root ?? throw new InvalidOperationException("Current node should not be null");
        foreach (var key in HoconPath.Split(path))
        {
            node = node.GetChildObject(key);
            if (node is null)
                return null;
        }

        return node;
    }

    private HoconValue Required(string path) =>
        Node(path) ?? throw new NullReferenceException($"There is no value at '{path}'.");
}
