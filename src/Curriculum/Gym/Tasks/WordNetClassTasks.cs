using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>Labels WordNet's editors gave to meanings.</summary>
internal static partial class WordNetClassTasks
{
    private const string Sub = "meaning";
    private const int DomainsKept = 24;

    private static readonly string[] Nouns =
    [
        "act", "animal", "artifact", "attribute", "body", "cognition", "communication", "event", "feeling", "food",
        "group", "location", "motive", "object", "person", "phenomenon", "plant", "possession", "process", "quantity",
        "relation", "shape", "state", "substance", "time",
    ];

    private static readonly string[] Verbs =
    [
        "body", "change", "cognition", "communication", "competition", "consumption", "contact", "creation", "emotion",
        "motion", "perception", "possession", "social", "stative", "weather",
    ];

    /// <summary>Number of the first lexicographer file of nouns after <c>noun.Tops</c>, and of verbs.</summary>
    private const int FirstNounFile = 4;
    private const int FirstVerbFile = 29;

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        new("wn_noun_category", Classification, Sub, MetricNames.Accuracy,
            "{noun}: {definition} -> one of 25 categories", [WordNet.Package], NounCategories),
        new("wn_verb_category", Classification, Sub, MetricNames.Accuracy,
            "to {verb}: {definition} -> one of 15 categories", [WordNet.Package], VerbCategories),
        new("wn_gloss_pos", Classification, Sub, MetricNames.Accuracy,
            "{definition} -> noun / verb / adjective / adverb", [WordNet.Package], PartsOfSpeech),
        new("wn_topic_domain", Classification, "topic", MetricNames.ClassificationF1,
            "{word}: {definition} -> one of 24 domains", [WordNet.Package], Domains),
    ];

    private static IEnumerable<TaskRow> NounCategories(SourceShelf shelf) =>
        from synset in WordNet.On(shelf).Synsets
        where synset.PartOfSpeech == 'n' && synset.LexicographerFile >= FirstNounFile && Short(synset)
        select new TaskRow(
            $"{synset.Head}: {synset.Definition}", Nouns[synset.LexicographerFile - FirstNounFile], synset.Definition);

    private static IEnumerable<TaskRow> VerbCategories(SourceShelf shelf) =>
        from synset in WordNet.On(shelf).Synsets
        where synset.PartOfSpeech == 'v'
        let label = Verbs[synset.LexicographerFile - FirstVerbFile]
        select new TaskRow($"to {synset.Head}: {synset.Definition}", label, synset.Definition);

    private static IEnumerable<TaskRow> PartsOfSpeech(SourceShelf shelf) =>
        from synset in WordNet.On(shelf).Synsets
        where Short(synset)
        select new TaskRow(
            synset.Definition,
            synset.PartOfSpeech switch { 'n' => "noun", 'v' => "verb", 'a' => "adjective", _ => "adverb" });

    private static IEnumerable<TaskRow> Domains(SourceShelf shelf)
    {
        WordNet wordNet = WordNet.On(shelf);
        var labelled = (from synset in wordNet.Synsets
                        let domains = synset.Pointers.Where(pointer => pointer.Symbol == ";c")
                            .Select(pointer => wordNet.Target(pointer).Head).Distinct().ToList()
                        where domains.Count == 1
                        select (Synset: synset, Domain: domains[0])).ToList();
        HashSet<string> kept = [.. labelled.GroupBy(one => one.Domain)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(DomainsKept).Select(group => group.Key)];
        return from one in labelled
               where kept.Contains(one.Domain)
               let definition = Hint().Replace(one.Synset.Definition, "")
               select new TaskRow($"{one.Synset.Head}: {definition}", one.Domain, one.Synset.Definition);
    }

    private static bool Short(Synset synset) => synset.Definition.Split(' ').Length is >= 3 and <= 20;

    // Many definitions open with their domain in brackets, which would give the answer away.
    [GeneratedRegex(@"^\([^)]*\) *")]
    private static partial Regex Hint();
}
