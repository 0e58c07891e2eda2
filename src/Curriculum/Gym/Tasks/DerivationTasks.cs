using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>
/// Word formation from WordNet's derivation pointers: a word in, its relative of another word class out.
/// </summary>
internal static class DerivationTasks
{
    private const string Sub = "derivation";
    private const int SharedLetters = 3;

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        Recipe("wn_verb_to_noun", "{verb} -> noun of the act",
            shelf => Derived(shelf, 'v', 'n', [4, 9, 10, 11, 22, 26])),
        Recipe("wn_verb_to_agent", "{verb} -> person who does it", shelf => Derived(shelf, 'v', 'n', [18])),
        Recipe("wn_adj_to_noun", "{adjective} -> noun of the quality", shelf => Derived(shelf, 'a', 'n', [7, 12, 26])),
        Recipe("wn_noun_to_adj", "{noun} -> adjective", shelf => Pertains(shelf, 'a')),
        Recipe("wn_adj_to_adverb", "{adjective} -> adverb", shelf => Pertains(shelf, 'r')),
        Recipe("wn_antonym_by_prefix", "{word} -> its opposite with a prefix more or less", Opposites),
    ];

    private static TaskRecipe Recipe(string name, string template, Func<SourceShelf, IEnumerable<TaskRow>> rows) =>
        new(name, Lexical, Sub, MetricNames.ExactMatch, template, [WordNet.Package], rows);

    /// <summary>
    /// Derivationally related forms whose first letters agree, from one word class to topics of another.
    /// </summary>
    private static IEnumerable<TaskRow> Derived(SourceShelf shelf, char from, char to, HashSet<int> files)
    {
        WordNet wordNet = WordNet.On(shelf);
        foreach (Synset synset in wordNet.Synsets.Where(synset => synset.PartOfSpeech == from))
            foreach (WordNetPointer pointer in synset.Pointers.Where(pointer => pointer.Symbol == "+"))
            {
                Synset target = wordNet.Target(pointer);
                if (target.PartOfSpeech != to || !files.Contains(target.LexicographerFile))
                    continue;
                (string source, string derived) = Words(synset, target, pointer);
                if (source != derived && source.Length >= SharedLetters && Plain(source) && Plain(derived)
                    && derived.StartsWith(source[..SharedLetters], StringComparison.Ordinal))
                    yield return new TaskRow(source, derived);
            }
    }

    /// <summary>Adjectives that pertain to a noun, or adverbs made from an adjective.</summary>
    private static IEnumerable<TaskRow> Pertains(SourceShelf shelf, char derivedClass)
    {
        WordNet wordNet = WordNet.On(shelf);
        foreach (Synset synset in wordNet.Synsets.Where(synset => synset.PartOfSpeech == derivedClass))
            foreach (WordNetPointer pointer in synset.Pointers.Where(pointer => pointer.Symbol == "\\"))
            {
                (string derived, string source) = Words(synset, wordNet.Target(pointer), pointer);
                if (source != derived && Plain(source) && Plain(derived))
                    yield return new TaskRow(source, derived);
            }
    }

    /// <summary>Antonyms of which one holds the other, as honest and dishonest, in both directions.</summary>
    private static IEnumerable<TaskRow> Opposites(SourceShelf shelf)
    {
        WordNet wordNet = WordNet.On(shelf);
        foreach (Synset synset in wordNet.Synsets)
            foreach (WordNetPointer pointer in synset.Pointers.Where(pointer => pointer.Symbol == "!"))
            {
                (string one, string other) = Words(synset, wordNet.Target(pointer), pointer);
                string shorter = one.Length < other.Length ? one : other;
                string longer = one.Length < other.Length ? other : one;
                if (Plain(one) && Plain(other) && longer.EndsWith(shorter, StringComparison.Ordinal) && one != other)
                    yield return new TaskRow(one, other, shorter);
            }
    }

    private static (string Source, string Target) Words(Synset source, Synset target, WordNetPointer pointer) =>
        (source.Words[pointer.SourceWord - 1], target.Words[pointer.TargetWord - 1]);

    private static bool Plain(string word) => !word.Contains('_');
}
