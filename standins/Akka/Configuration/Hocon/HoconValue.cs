using System.Globalization;

namespace Akka.Configuration.Hocon;

/// <summary>A value: pieces that follow one another and are joined when read.</summary>
public class HoconValue : IMightBeAHoconObject
{
    /// <summary>Creates an empty value.</summary>
    public HoconValue() : this([]) { }

    /// <summary>Creates a value of pieces.</summary>
    public HoconValue(List<IHoconElement> values, bool adoptedFromFallback = true)
    {
        Values = values;
        AdoptedFromFallback = adoptedFromFallback;
    }

    /// <summary>Whether there is nothing, or an object without keys.</summary>
    public bool IsEmpty => Values.Count == 0 || Values[0] is HoconObject { Items.Count: 0 };

    /// <summary>The pieces.</summary>
    public List<IHoconElement> Values { get; }

    internal bool AdoptedFromFallback { get; }

    /// <summary>This value as a configuration.</summary>
    public Config ToConfig() => new(new HoconRoot(this));

    /// <summary>A configuration with this value at <paramref name="key"/>.</summary>
    public Config AtKey(string key)
    {
        var holder = new HoconObject();
        holder.Items[key] = this;
        return new Config(new HoconRoot(new HoconValue([holder])));
    }

    /// <summary>The object, or null.</summary>
    public HoconObject GetObject() => Values.Count == 0 ? null : ObjectOf(Values[0]);

    /// <summary>Whether this is an object.</summary>
    public bool IsObject() => GetObject() is not null;

    /// <summary>Adds a piece.</summary>
    public void AppendValue(IHoconElement value) => Values.Add(value);

    /// <summary>Removes every piece.</summary>
    public void Clear() => Values.Clear();

    /// <summary>Puts one piece in place of all.</summary>
    public void NewValue(IHoconElement value)
    {
        Values.Clear();
        Values.Add(value);
    }

    /// <summary>Whether every piece is text.</summary>
    public bool IsString() => Values.Count > 0 && Values.TrueForAll(v => v.IsString());

    /// <summary>The value of <paramref name="key"/> if this is an object, or null.</summary>
    public HoconValue GetChildObject(string key) => GetObject()?.GetKey(key);

    /// <summary>on, off, true or false.</summary>
    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"Unknown boolean format: {other}"),
    };

    /// <summary>The joined text; null when this is not text, or is null.</summary>
    public string GetString()
    {
        if (!IsString())
            return null;
        var joined = string.Concat(Values.Select(v => v.GetString())).Trim();
        return joined == "null" ? null : joined;
    }

    /// <summary>A number.</summary>
    public decimal GetDecimal() => decimal.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    /// <summary>A number.</summary>
    public float GetFloat() => float.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    /// <summary>A number.</summary>
    public double GetDouble() => double.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    /// <summary>An integer.</summary>
    public long GetLong() => long.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    /// <summary>An integer.</summary>
    public int GetInt() => int.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    /// <summary>A byte.</summary>
    public byte GetByte() => byte.Parse(GetString(), NumberFormatInfo.InvariantInfo);

    /// <summary>Bytes.</summary>
    public IList<byte> GetByteList() => ListOf(v => v.GetByte());

    /// <summary>Integers.</summary>
    public IList<int> GetIntList() => ListOf(v => v.GetInt());

    /// <summary>Integers.</summary>
    public IList<long> GetLongList() => ListOf(v => v.GetLong());

    /// <summary>Booleans.</summary>
    public IList<bool> GetBooleanList() => ListOf(v => v.GetBoolean());

    /// <summary>Numbers.</summary>
    public IList<float> GetFloatList() => ListOf(v => v.GetFloat());

    /// <summary>Numbers.</summary>
    public IList<double> GetDoubleList() => ListOf(v => v.GetDouble());

    /// <summary>Numbers.</summary>
    public IList<decimal> GetDecimalList() => ListOf(v => v.GetDecimal());

    /// <summary>Texts.</summary>
    public IList<string> GetStringList() => ListOf(v => v.GetString());

    /// <summary>The elements of all arrays among the pieces.</summary>
    public IList<HoconValue> GetArray() => Values.Where(v => v.IsArray()).SelectMany(v => v.GetArray()).ToList();

    /// <summary>Whether there is an array with elements.</summary>
    public bool IsArray() => GetArray().Count != 0;

    /// <summary>A duration such as 500ms, 10 seconds or infinite; a bare number is milliseconds.</summary>
    public TimeSpan GetTimeSpan(bool allowInfinite = true) => HoconUnits.Duration(GetString(), allowInfinite);

    /// <summary>A size such as 128 KiB or 10MB; a bare number is bytes.</summary>
    public long? GetByteSize() => HoconUnits.Bytes(GetString());

    /// <inheritdoc />
    public override string ToString() => ToString(0);

    /// <summary>The text, each level indented by two spaces.</summary>
    public virtual string ToString(int indent)
    {
        if (IsString())
            return Quoted(GetString());
        if (IsObject())
        {
            var inner = GetObject().ToString(indent + 1);
            return indent == 0 ? inner : $"{{\r\n{inner}{new string(' ', indent * 2)}}}";
        }

        return IsArray()
            ? $"[{string.Join(",", GetArray().Select(e => e.ToString(indent + 1)))}]"
            : "<<unknown value>>";
    }

    internal static string Quoted(string text) =>
        text is null ? "" : text.AsSpan().ContainsAny(' ', '\t', ':') ? $"\"{text}\"" : text;

    private static HoconObject ObjectOf(IHoconElement element) => element switch
    {
        HoconObject own => own,
        IMightBeAHoconObject maybe when maybe.IsObject() => maybe.GetObject(),
        _ => null,
    };

    private List<T> ListOf<T>(Func<HoconValue, T> read) => GetArray().Select(read).ToList();
}
