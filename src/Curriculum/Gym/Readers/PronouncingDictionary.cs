using System.Text.Json;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>A word and its phones in ARPAbet; vowels end in their stress: 0 none, 1 primary, 2 secondary.</summary>
public sealed record PronouncedWord(string Word, IReadOnlyList<string> Phones)
{
    /// <summary>The stress digits in order, one for each syllable.</summary>
    public IReadOnlyList<int> Stresses =>
        [.. Phones.Where(phone => char.IsAsciiDigit(phone[^1])).Select(phone => phone[^1] - '0')];
}

/// <summary>The CMU Pronouncing Dictionary.</summary>
public sealed class PronouncingDictionary
{
    /// <summary>The npm package.</summary>
    public const string Package = "cmu-pronouncing-dictionary";

    private PronouncingDictionary(SourceShelf shelf)
    {
        using JsonDocument entries = JavaScriptData.Read(shelf, Package, "index.js", "dictionary");
        Words = [.. entries.RootElement.EnumerateObject()
            .Where(entry => entry.Name.All(char.IsAsciiLetterLower))
            .Select(entry => new PronouncedWord(entry.Name, entry.Value.GetString()!.Split(' ')))];
    }

    /// <summary>Words of plain letters, one pronunciation each.</summary>
    public IReadOnlyList<PronouncedWord> Words { get; }

    /// <summary>The shelf's dictionary, parsed once.</summary>
    public static PronouncingDictionary On(SourceShelf shelf) => shelf.Shared(one => new PronouncingDictionary(one));
}
