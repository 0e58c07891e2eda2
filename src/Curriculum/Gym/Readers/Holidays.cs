using System.Text.Json;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>A holiday: the two-letter code of the country it is kept in and its names by language code.</summary>
public sealed record Holiday(string CountryCode, IReadOnlyDictionary<string, string> Names);

/// <summary>
/// The holidays of date-holidays: every object in a country's tree whose <c>name</c> is an object of names.
/// </summary>
public static class Holidays
{
    /// <summary>The npm package.</summary>
    public const string Package = "date-holidays";

    /// <summary>All holidays; one that several regions of a country keep comes several times.</summary>
    public static IReadOnlyList<Holiday> Read(SourceShelf shelf)
    {
        using JsonDocument document = shelf.Json(Package, "data/holidays.json");
        List<Holiday> holidays = [];
        foreach (JsonProperty country in document.RootElement.GetProperty("holidays").EnumerateObject())
            Walk(country.Value, country.Name, holidays);
        return holidays;
    }

    private static void Walk(JsonElement element, string country, List<Holiday> holidays)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return;
        IReadOnlyDictionary<string, string> names = Names(element, "name");
        // An object with days is a region, and its name is not a holiday's.
        if (names.Count > 0 && !element.TryGetProperty("days", out _))
            holidays.Add(new Holiday(country, names));
        foreach (JsonProperty member in element.EnumerateObject())
            Walk(member.Value, country, holidays);
    }

    private static Dictionary<string, string> Names(JsonElement element, string member)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        if (element.TryGetProperty(member, out JsonElement found) && found.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty name in found.EnumerateObject())
                if (name.Value.ValueKind == JsonValueKind.String)
                    names[name.Name] = name.Value.GetString()!;
        return names;
    }
}
