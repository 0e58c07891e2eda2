using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>Inflection, spelling and pronunciation: a word in, another form of it out.</summary>
internal static class LexicalTasks
{
    private const string Inflection = "inflection";
    private const string Pronunciation = "pronunciation";
    private const string Spelling = "spelling";

    private static readonly string[] Pronouns = ["je", "tu", "il", "nous", "vous", "ils"];
    private static readonly string[] Tenses = ["present", "imperfect", "future"];

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        Irregular("noun_plural_irregular", "{noun} -> irregular plural", "noun", (form, stem) => (stem, form)),
        Irregular("verb_lemma_irregular", "{inflected verb} -> base form", "verb", (form, stem) => (form, stem)),
        Irregular("verb_ing_form", "{verb} -> its -ing form", "verb",
            (form, stem) => form.EndsWith("ing", StringComparison.Ordinal) ? (stem, form) : null),
        Irregular("verb_past_form", "{verb} -> past", "verb",
            (form, stem) => form.EndsWith("ed", StringComparison.Ordinal) ? (stem, form) : null),
        Irregular("adj_comparative", "{adjective} -> comparative", "adj",
            (form, stem) => form.EndsWith("er", StringComparison.Ordinal) ? (stem, form) : null),
        Irregular("adj_superlative", "{adjective} -> superlative", "adj",
            (form, stem) => form.EndsWith("est", StringComparison.Ordinal) ? (stem, form) : null),
        Word("french_conjugate", Inflection, "{French verb} | {tense} | {pronoun} -> form",
            [FrenchVerbs.Package], Conjugations),
        Word("british_to_american", Spelling, "{British spelling} -> American spelling",
            ["codespell", "scowl"], AmericanSpellings),
        Word("spell_correct", Spelling, "{misspelling} -> word", ["codespell"],
            shelf => WordLists.Codespell(shelf, "dictionary.txt").Select(pair => new TaskRow(pair.Wrong, pair.Right))),
        new("cmu_pronounce", Lexical, Pronunciation, MetricNames.RougeL, "{word} -> ARPAbet phones",
            [PronouncingDictionary.Package, WordNet.Package], Phones),
        new("spanish_ipa", Lexical, Pronunciation, MetricNames.ExactMatchRaw, "{Spanish word} -> IPA",
            ["dict-freedict-spa-eng"], shelf => Ipa(shelf, "spa", "eng")),
        new("french_ipa", Lexical, Pronunciation, MetricNames.ExactMatchRaw, "{French word} -> IPA",
            ["dict-freedict-fra-eng"], shelf => Ipa(shelf, "fra", "eng")),
    ];

    private static TaskRecipe Word(
        string name, string sub, string template, string[] packages, Func<SourceShelf, IEnumerable<TaskRow>> rows) =>
        new(name, Lexical, sub, MetricNames.ExactMatch, template, packages, rows);

    private static TaskRecipe Irregular(
        string name, string template, string part, Func<string, string, (string Input, string Output)?> choose) =>
        Word(name, Inflection, template, [WordNet.Package], shelf =>
            from pair in WordNet.Exceptions(shelf, part)
            let row = choose(pair.Form, pair.Base)
            where row is not null
            select new TaskRow(row.Value.Input, row.Value.Output, pair.Base));

    /// <summary>One form of each verb; which one is drawn from the verb itself.</summary>
    private static IEnumerable<TaskRow> Conjugations(SourceShelf shelf)
    {
        FrenchVerbs verbs = FrenchVerbs.On(shelf);
        foreach ((string infinitive, string template) in verbs.Verbs)
        {
            DeterministicRandom random = DeterministicRandom.For($"french_conjugate/{infinitive}");
            string tense = Tenses[random.Below(Tenses.Length)];
            int person = random.Below(Pronouns.Length);
            if (infinitive.All(char.IsLetter) && verbs.Form(infinitive, template, tense, person) is { } form)
                yield return new TaskRow($"{infinitive} | {tense} | {Pronouns[person]}", form);
        }
    }

    /// <summary>
    /// codespell's pairs, and pairs of SCOWL's lists that differ by one of the known spelling rules. A word is kept
    /// when only one rule leads to an American word.
    /// </summary>
    private static IEnumerable<TaskRow> AmericanSpellings(SourceShelf shelf)
    {
        foreach ((string wrong, string right) in WordLists.Codespell(shelf, "dictionary_en-GB_to_en-US.txt"))
            yield return new TaskRow(wrong, right);
        (string British, string American)[] rules =
        [
            ("our", "or"), ("is", "iz"), ("ys", "yz"), ("ll", "l"), ("re", "er"), ("ence", "ense"), ("ae", "e"),
            ("oe", "e"), ("ogue", "og"), ("mme", "m"), ("ey", "ay"), ("que", "ck"), ("l", "ll"), ("plough", "plow"),
            ("y", "i"),
        ];
        HashSet<string> american = [.. WordLists.Scowl(shelf, "american")];
        foreach (string word in WordLists.Scowl(shelf, "british").Distinct().Order(StringComparer.Ordinal))
        {
            string[] found = [.. rules.SelectMany(rule => Replaced(word, rule.British, rule.American))
                .Distinct().Where(american.Contains)];
            if (found.Length == 1)
                yield return new TaskRow(word, found[0]);
        }
    }

    private static IEnumerable<string> Replaced(string word, string from, string to)
    {
        int at = word.IndexOf(from, StringComparison.Ordinal);
        while (at >= 0)
        {
            yield return string.Concat(word.AsSpan(0, at), to, word.AsSpan(at + from.Length));
            at = word.IndexOf(from, at + 1, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<TaskRow> Phones(SourceShelf shelf) =>
        WordClassTasks.CommonWords(shelf).Select(word => new TaskRow(
            word.Word,
            string.Join(' ', word.Phones.Select(phone => phone.TrimEnd('0', '1', '2').ToLowerInvariant()))));

    private static IEnumerable<TaskRow> Ipa(SourceShelf shelf, string language, string other) =>
        from entry in Dictionaries.FreeDict(shelf, language, other)
        where entry.Word.All(char.IsLetter) && entry.Ipa.Length > 0
        select new TaskRow(entry.Word, entry.Ipa);
}
