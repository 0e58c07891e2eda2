namespace Akka.Configuration.Hocon;

/// <summary>A piece of a value: literal, array, object or reference.</summary>
public interface IHoconElement
{
    /// <summary>The elements, if this is an array.</summary>
    IList<HoconValue> GetArray();

    /// <summary>The text, if this is text.</summary>
    string GetString();

    /// <summary>Whether this is an array.</summary>
    bool IsArray();

    /// <summary>Whether this is text.</summary>
    bool IsString();
}

/// <summary>Something that may turn out to be an object.</summary>
public interface IMightBeAHoconObject
{
    /// <summary>The object.</summary>
    HoconObject GetObject();

    /// <summary>Whether this is an object.</summary>
    bool IsObject();
}
