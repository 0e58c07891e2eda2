using Moe.Curriculum.Gym.Readers;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Readers;

public sealed class PlacesSpecs
{
    [Fact]
    public void Names_countries_subdivisions_and_zones()
    {
        using GymFolder folder = new();
        folder.Package("iso-codes", "usr/share/iso-codes/json/iso_3166-1.json", """
            { "3166-1": [
              { "alpha_2": "FR", "name": "France" },
              { "alpha_2": "TW", "common_name": "Taiwan", "name": "Taiwan, Province of China" } ] }
            """);
        folder.Package("iso-codes", "usr/share/iso-codes/json/iso_3166-2.json", """
            { "3166-2": [ { "code": "FR-75", "name": "Paris", "type": "Metropolitan department" } ] }
            """);
        folder.Package("tzdata", "usr/share/zoneinfo/zone.tab",
            "#code\tcoordinates\tTZ\nFR\t+4852+00220\tEurope/Paris\tnote\n");
        Places places = Places.On(folder.Shelf());
        Assert.Equal("Taiwan", places.CountryName("TW"));
        Assert.Equal("XX", places.CountryName("XX"));
        Assert.Equal(
            new Subdivision("FR-75", "Paris", "Metropolitan department", "France"), Assert.Single(places.Subdivisions));
        Assert.Equal([("FR", "Europe/Paris")], Places.Zones(folder.Shelf()));
    }

    [Fact]
    public void Holidays_are_found_at_any_depth_and_regions_are_none()
    {
        using GymFolder folder = new();
        folder.Package("date-holidays", "data/holidays.json", """
            { "holidays": { "DK": {
              "names": { "en": "Denmark" },
              "days": {
                "12-25": { "name": { "da": "Juledag", "en": "Christmas Day" } },
                "01-01": { "_name": "01-01" } },
              "states": {
                "HO": { "name": { "en": "Capital" }, "days": { "06-05": { "name": { "en": "Fair" } } } } }
            } } }
            """);
        IReadOnlyList<Holiday> holidays = Holidays.Read(folder.Shelf());
        Assert.Equal(["Christmas Day", "Fair"], holidays.Select(holiday => holiday.Names["en"]));
        Assert.All(holidays, holiday => Assert.Equal("DK", holiday.CountryCode));
        Assert.Equal("Juledag", holidays[0].Names["da"]);
    }
}
