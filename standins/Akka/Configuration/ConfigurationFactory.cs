using System.Reflection;
using System.Text.Json;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations from HOCON text.</summary>
public class ConfigurationFactory
{
    /// <summary>A configuration without keys.</summary>
    public static Config Empty => ParseString("");

    /// <summary>Parses <paramref name="hocon"/>.</summary>
    /// <exception cref="FormatException">The text is not HOCON; the message tells line and column.</exception>
    public static Config ParseString(string hocon) => ParseString(hocon, null);

    /// <summary>Parses <paramref name="hocon"/>; <paramref name="includeCallback"/> is given the name in
    /// <c>include "name"</c> and returns what to put there.</summary>
    /// <exception cref="FormatException">The text is not HOCON; the message tells line and column.</exception>
    public static Config ParseString(string hocon, Func<string, HoconRoot> includeCallback) =>
        new(Parser.Parse(hocon, includeCallback));

    /// <summary>The configuration of the application's own file. There is no App.config in this runtime, so it is
    /// empty.</summary>
    public static Config Load() => Config.Empty;

    /// <summary>The reference configuration, with every default.</summary>
    public static Config Default() => Reference("core");

    /// <summary>The configuration in a resource of the assembly of <typeparamref name="TAssembly"/>.</summary>
    public static Config FromResource<TAssembly>(string resourceName) =>
        FromResource(resourceName, typeof(TAssembly).Assembly);

    /// <summary>The configuration in a resource of the assembly (or of the object's type's assembly).</summary>
    public static Config FromResource(string resourceName, object instanceInAssembly) => instanceInAssembly switch
    {
        Type type => FromResource(resourceName, type.Assembly),
        Assembly assembly => FromResource(resourceName, assembly),
        _ => FromResource(resourceName, instanceInAssembly.GetType().Assembly),
    };

    /// <summary>The configuration in a resource of <paramref name="assembly"/>.</summary>
    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException(
                $"Assembly '{assembly.GetName().Name}' has no resource '{resourceName}'; " +
                $"it has: {string.Join(", ", assembly.GetManifestResourceNames())}.");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }

    /// <summary>The configuration with the public properties of <paramref name="source"/> as keys.</summary>
    public static Config FromObject(object source) => ParseString(JsonSerializer.Serialize(source));

    /// <summary>One of the reference files of this assembly.</summary>
    internal static Config Reference(string part) =>
        FromResource($"Akka.StandIn.Reference.{part}.conf", typeof(ConfigurationFactory).Assembly);
}
