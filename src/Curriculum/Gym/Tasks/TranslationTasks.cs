using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>
/// Words translated by FreeDict. Only pairs that share their first letters are kept: how Latin words change from one
/// language to the next can be learned from examples, unrelated words cannot.
/// </summary>
internal static class TranslationTasks
{
    private const int SharedLetters = 3;

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        Recipe("eng", "fra", "French"), Recipe("eng", "spa", "Spanish"), Recipe("eng", "ita", "Italian"),
        Recipe("eng", "por", "Portuguese"),
    ];

    private static TaskRecipe Recipe(string from, string to, string language) => new(
        $"translate_word_{from}_{to}", ConditionalGeneration, "translation", MetricNames.ExactMatch,
        $"{{word}} -> {language} word that begins alike", [$"dict-freedict-{from}-{to}"],
        shelf => Rows(shelf, from, to));

    private static IEnumerable<TaskRow> Rows(SourceShelf shelf, string from, string to)
    {
        foreach (FreeDictEntry entry in Dictionaries.FreeDict(shelf, from, to))
            foreach (string translation in entry.Translations.Where(translation => Alike(entry.Word, translation)))
                yield return new TaskRow(entry.Word, translation);
    }

    private static bool Alike(string word, string translation) =>
        word.Length >= SharedLetters && !word.Contains(' ') && !translation.Contains(' ')
        && translation.StartsWith(word[..SharedLetters], StringComparison.OrdinalIgnoreCase)
        && !string.Equals(word, translation, StringComparison.OrdinalIgnoreCase);
}
