using System.Text;
using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// Plain lists of words: spell-checker lists, SCOWL, codespell, link-grammar's names, usb.ids, area codes.
/// </summary>
public static partial class WordLists
{
    /// <summary>SCOWL's words of one spelling alone, <c>american</c> or <c>british</c>, sizes 10 to 70.</summary>
    public static IEnumerable<string> Scowl(SourceShelf shelf, string spelling) =>
        shelf.Files("scowl", "usr/share/dict/scowl", $"{spelling}-words.*")
            .Where(file => Path.GetExtension(file) is not (".80" or ".95"))
            .SelectMany(file => shelf.Lines("scowl", file, Encoding.Latin1))
            .Where(word => word.Length > 0 && !word.Contains('\''));

    /// <summary>
    /// codespell's pairs of wrong and right spelling with one right answer; <c>dictionary.txt</c> is the main file.
    /// </summary>
    public static IEnumerable<(string Wrong, string Right)> Codespell(SourceShelf shelf, string file)
    {
        const string folder = "usr/lib/python3/dist-packages/codespell_lib/data/";
        foreach (string line in shelf.Lines("codespell", folder + file))
        {
            string[] pair = line.Trim().Split("->");
            if (pair.Length == 2 && !pair[1].Contains(','))
                yield return (pair[0], pair[1]);
        }
    }

    /// <summary>link-grammar's first names: <c>female</c>, <c>male</c> or <c>bisex</c>.</summary>
    public static HashSet<string> FirstNames(SourceShelf shelf, string kind)
    {
        string text = shelf.Text(
            "link-grammar-dictionaries-en", $"usr/share/link-grammar/en/words/entities.given-{kind}.sing");
        return [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.Split('.')[0].Replace('_', ' '))
            .Where(name => name.Length > 2)];
    }

    /// <summary>Products of usb.ids with their vendors.</summary>
    public static IEnumerable<(string Product, string Vendor)> UsbProducts(SourceShelf shelf)
    {
        string? vendor = null;
        foreach (string line in shelf.Lines("usb.ids", "var/lib/usbutils/usb.ids"))
        {
            if (line.StartsWith("C 00", StringComparison.Ordinal))
                yield break;
            if (UsbVendor().Match(line) is { Success: true } company)
                vendor = company.Groups[1].Value.Trim();
            else if (vendor is not null && UsbProduct().Match(line) is { Success: true } product)
                yield return (product.Groups[1].Value.Trim(), vendor);
        }
    }

    /// <summary>North American area codes: code, city, state.</summary>
    public static IEnumerable<(string Code, string City, string State)> AreaCodes(SourceShelf shelf)
    {
        foreach (string line in shelf.Lines("miscfiles", "usr/share/misc/na.phone.gz", Encoding.Latin1))
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 3 && fields[0].Length > 0 && fields[0].All(char.IsAsciiDigit) && fields[1].Length > 0)
                yield return (fields[0], fields[1], fields[2]);
        }
    }

    [GeneratedRegex("^[0-9a-f]{4}  (.+)")]
    private static partial Regex UsbVendor();

    [GeneratedRegex("^\t[0-9a-f]{4}  (.+)")]
    private static partial Regex UsbProduct();
}
