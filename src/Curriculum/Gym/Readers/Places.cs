using System.Text.Json;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// A part of a country by ISO 3166-2: code as FR-75, name, type as Province, and the country's name.
/// </summary>
public sealed record Subdivision(string Code, string Name, string Type, string Country);

/// <summary>Countries and their parts from iso-codes, continents and zones from tzdata.</summary>
public sealed class Places
{
    private readonly Dictionary<string, string> _countries = new(StringComparer.Ordinal);

    private Places(SourceShelf shelf)
    {
        using JsonDocument countries = shelf.Json("iso-codes", "usr/share/iso-codes/json/iso_3166-1.json");
        foreach (JsonElement country in countries.RootElement.GetProperty("3166-1").EnumerateArray())
        {
            string name = country.GetProperty(country.TryGetProperty("common_name", out _) ? "common_name" : "name")
                .GetString()!;
            _countries[country.GetProperty("alpha_2").GetString()!] = name;
        }
        using JsonDocument parts = shelf.Json("iso-codes", "usr/share/iso-codes/json/iso_3166-2.json");
        Subdivisions = [.. parts.RootElement.GetProperty("3166-2").EnumerateArray().Select(Parse)];
    }

    /// <summary>All subdivisions.</summary>
    public IReadOnlyList<Subdivision> Subdivisions { get; }

    /// <summary>The shelf's places, parsed once.</summary>
    public static Places On(SourceShelf shelf) => shelf.Shared(one => new Places(one));

    /// <summary>English name of a country by its two-letter code; the code itself where ISO 3166 has none.</summary>
    public string CountryName(string code) => _countries.GetValueOrDefault(code, code);

    /// <summary>The lines of zone.tab: country code and the zone's name.</summary>
    public static IEnumerable<(string Code, string Zone)> Zones(SourceShelf shelf)
    {
        foreach (string line in shelf.Lines("tzdata", "usr/share/zoneinfo/zone.tab"))
        {
            string[] fields = line.Split('\t');
            if (fields.Length >= 3 && line[0] != '#')
                yield return (fields[0], fields[2].Trim());
        }
    }

    private Subdivision Parse(JsonElement entry)
    {
        string code = entry.GetProperty("code").GetString()!;
        return new Subdivision(
            code,
            entry.GetProperty("name").GetString()!,
            entry.GetProperty("type").GetString()!,
            CountryName(code[..2]));
    }
}
