using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>A person WordNet has: a name, the fullest name, the gloss, and years where the gloss gives them.</summary>
public sealed record Person(
    string Name, string FullName, string Gloss, string? Born, string? Died, IReadOnlyList<string> Names);

/// <summary>The people among WordNet's synsets: instances in the file of persons.</summary>
public sealed partial class People
{
    private const int PersonFile = 18;

    private People(SourceShelf shelf) => All = [.. WordNet.On(shelf).Synsets
        .Where(synset => synset.PartOfSpeech == 'n' && synset.LexicographerFile == PersonFile && synset.IsInstance)
        .Select(Parse)];

    private IReadOnlyList<Person> All { get; }

    /// <summary>The shelf's people, parsed once.</summary>
    public static IReadOnlyList<Person> On(SourceShelf shelf) => shelf.Shared(one => new People(one)).All;

    private static Person Parse(Synset synset)
    {
        Match years = Years().Match(synset.Definition);
        return new Person(
            synset.Head, synset.LongestName, synset.Definition,
            years.Success ? years.Groups[1].Value : null,
            years.Groups[2].Success ? years.Groups[2].Value : null,
            [.. synset.Words.Select(Synset.Plain)]);
    }

    [GeneratedRegex(@"\((?:born in )?(\d{3,4})(?:-(\d{3,4}))?\)")]
    private static partial Regex Years();
}
