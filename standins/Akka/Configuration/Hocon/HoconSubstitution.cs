namespace Akka.Configuration.Hocon;

/// <summary>A reference <c>${path}</c> to a value of the same text.</summary>
public class HoconSubstitution : IHoconElement, IMightBeAHoconObject
{
    /// <summary>Creates a reference without a path.</summary>
    protected HoconSubstitution() { }

    /// <summary>Creates a reference to <paramref name="path"/>.</summary>
    public HoconSubstitution(string path) => Path = path;

    /// <summary>What is referred to.</summary>
    public string Path { get; set; }

    /// <summary>The value found at <see cref="Path"/>.</summary>
    public HoconValue ResolvedValue { get; set; }

    /// <inheritdoc />
    public bool IsString() => ResolvedValue.IsString();

    /// <inheritdoc />
    public string GetString() => ResolvedValue.GetString();

    /// <inheritdoc />
    public bool IsArray() => ResolvedValue.IsArray();

    /// <inheritdoc />
    public IList<HoconValue> GetArray() => ResolvedValue.GetArray();

    /// <inheritdoc />
    public bool IsObject() => ResolvedValue is not null && ResolvedValue.IsObject();

    /// <inheritdoc />
    public HoconObject GetObject() => ResolvedValue.GetObject();
}
