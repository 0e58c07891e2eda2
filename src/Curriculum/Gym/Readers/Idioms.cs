using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>English idioms, one a line, without meanings.</summary>
public static class Idioms
{
    /// <summary>The npm package.</summary>
    public const string Package = "idioms";

    /// <summary>Idioms of three to eight words.</summary>
    public static IEnumerable<string> Read(SourceShelf shelf) =>
        shelf.Lines(Package, "idioms.txt")
            .Select(Dictionaries.Words)
            .Where(line => line.Split(' ').Length is >= 3 and <= 8);
}
