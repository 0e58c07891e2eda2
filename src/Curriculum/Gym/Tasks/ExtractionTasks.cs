using System.Text.RegularExpressions;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>
/// Questions whose answer stands in the input, marked by the source's own annotation or regular shape.
/// </summary>
internal static partial class ExtractionTasks
{
    private const string Named = "named things";
    private const string Grammar = "parts of speech";
    private const string Numbers = "numbers and dates";
    private const int PlaceFile = 15;
    private const int WordsMin = 6;
    private const int WordsMax = 22;

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        new("event_year_span", Extraction, Numbers, MetricNames.ExactMatch, "{event} | in which year? -> year",
            [EventCalendar.Package], EventYears),
        new("wn_birth_year_span", Extraction, Numbers, MetricNames.ExactMatch,
            "{person}: {gloss} | when was this person born? -> year", [WordNet.Package],
            shelf => Years(shelf, "when was this person born?", person => person.Born)),
        new("wn_death_year_span", Extraction, Numbers, MetricNames.ExactMatch,
            "{person}: {gloss} | when did this person die? -> year", [WordNet.Package],
            shelf => Years(shelf, "when did this person die?", person => person.Died)),
        new("brown_number_span", Extraction, Numbers, MetricNames.ExactMatch,
            "{sentence} | which number is mentioned? -> number", [BrownCorpus.Package],
            shelf => Tagged(shelf, ["cd"], "which number is mentioned?")),
        new("event_person_span", Extraction, Named, MetricNames.AnswerF1, "{event} | who? -> person",
            [EventCalendar.Package], EventPeople),
        new("event_place_span", Extraction, Named, MetricNames.AnswerF1, "{event} | where? -> place",
            [EventCalendar.Package], EventPlaces),
        new("wn_place_in_span", Extraction, Named, MetricNames.AnswerF1,
            "{place}: {gloss} | where is this place? -> containing place", [WordNet.Package], PlacesIn),
        new("brown_name_span", Extraction, Named, MetricNames.AnswerF1,
            "{sentence} | which proper name is mentioned? -> name", [BrownCorpus.Package],
            shelf => Tagged(shelf, ["np", "nps"], "which proper name is mentioned?")),
        new("foldoc_expansion_span", Extraction, Named, MetricNames.AnswerF1,
            "{entry} | what does {ACRONYM} stand for? -> expansion", ["dict-foldoc"], Expansions),
        new("wn_genus_span", Extraction, "kinds", MetricNames.ExactMatch,
            "definition of {noun}: {definition} | what kind of thing is it? -> kind", [WordNet.Package], Kinds),
        new("brown_past_verb_span", Extraction, Grammar, MetricNames.ExactMatch,
            "{sentence} | which past-tense verb is in the sentence? -> verb", [BrownCorpus.Package],
            shelf => Tagged(shelf, ["vbd"], "which past-tense verb is in the sentence?")),
        new("brown_adjective_span", Extraction, Grammar, MetricNames.ExactMatch,
            "{sentence} | which adjective is in the sentence? -> adjective", [BrownCorpus.Package],
            shelf => Tagged(shelf, ["jj"], "which adjective is in the sentence?")),
    ];

    /// <summary>Sentences in which exactly one run of words has one of the tags.</summary>
    private static IEnumerable<TaskRow> Tagged(SourceShelf shelf, HashSet<string> tags, string question)
    {
        foreach (BrownSentence sentence in BrownCorpus.On(shelf).Sentences)
        {
            if (sentence.Words.Count is < WordsMin or > WordsMax)
                continue;
            int starts = 0;
            List<string> run = [];
            bool inside = false;
            foreach (TaggedWord word in sentence.Words)
            {
                bool tagged = tags.Contains(word.Tag);
                if (tagged && !inside)
                    starts++;
                if (tagged && starts == 1)
                    run.Add(word.Word);
                inside = tagged;
            }
            if (starts == 1)
                yield return new TaskRow($"{sentence.Text} | {question}", string.Join(' ', run), sentence.Text);
        }
    }

    private static IEnumerable<TaskRow> EventYears(SourceShelf shelf)
    {
        foreach (string text in Events(shelf))
        {
            MatchCollection years = Year().Matches(text);
            if (years.Count == 1)
                yield return new TaskRow($"{text} | in which year?", years[0].Value, text);
        }
    }

    private static IEnumerable<TaskRow> EventPeople(SourceShelf shelf)
    {
        foreach (string text in Events(shelf))
        {
            Match match = BornOrDied().Match(text);
            if (match.Success && !match.Groups[1].Value.StartsWith("First", StringComparison.Ordinal))
                yield return new TaskRow($"{text} | who?", match.Groups[1].Value.Trim(), text);
        }
    }

    private static IEnumerable<TaskRow> EventPlaces(SourceShelf shelf)
    {
        foreach (string text in Events(shelf))
        {
            Match match = BornIn().Match(text);
            if (match.Success)
                yield return new TaskRow($"{text} | where?", match.Groups[1].Value, text);
        }
    }

    private static IEnumerable<TaskRow> Years(SourceShelf shelf, string question, Func<Person, string?> year) =>
        from person in People.On(shelf)
        let answer = year(person)
        where answer is not null
        select new TaskRow($"{person.Name}: {person.Gloss} | {question}", answer, person.FullName);

    private static IEnumerable<TaskRow> PlacesIn(SourceShelf shelf)
    {
        WordNet wordNet = WordNet.On(shelf);
        foreach (Synset place in wordNet.Synsets)
        {
            if (place.PartOfSpeech != 'n' || place.LexicographerFile != PlaceFile || !place.IsInstance)
                continue;
            string? answer = place.Pointers.Where(pointer => pointer.Symbol == "#p")
                .SelectMany(pointer => wordNet.Target(pointer).Words)
                .Select(Synset.Plain)
                .Where(word => HasWord(place.Definition, word))
                .MaxBy(word => word.Length);
            if (answer is not null)
                yield return new TaskRow(
                    $"{place.Head}: {place.Definition} | where is this place?", answer, place.Definition);
        }
    }

    private static IEnumerable<TaskRow> Kinds(SourceShelf shelf)
    {
        WordNet wordNet = WordNet.On(shelf);
        foreach (Synset synset in wordNet.Synsets)
        {
            if (synset.PartOfSpeech != 'n' || synset.Definition.Split(' ').Length is < 4 or > 14)
                continue;
            string? answer = synset.Pointers.Where(pointer => pointer.Symbol == "@")
                .SelectMany(pointer => wordNet.Target(pointer).Words)
                .Select(Synset.Plain)
                .Where(word => HasWord(synset.Definition, word))
                .MaxBy(word => word.Length);
            if (answer is not null)
                yield return new TaskRow(
                    $"definition of {synset.Head}: {synset.Definition} | what kind of thing is it?",
                    answer, synset.Definition);
        }
    }

    private static IEnumerable<TaskRow> Expansions(SourceShelf shelf) =>
        from entry in Dictionaries.Foldoc(shelf)
        where entry.Acronym is not null && entry.Term.Contains(' ')
        let text = $"{entry.Term} ({entry.Acronym}): {Sentence().Split(entry.Definition)[0]}"
        select new TaskRow($"{text} | what does {entry.Acronym} stand for?", entry.Term);

    private static IEnumerable<string> Events(SourceShelf shelf) =>
        EventCalendar.Events(shelf, "birthday", "music", "computer", "history");

    /// <summary>Whether a text holds a word, with no letter or digit on either side of it.</summary>
    internal static bool HasWord(string text, string word)
    {
        int at = text.IndexOf(word, StringComparison.Ordinal);
        while (at >= 0)
        {
            int end = at + word.Length;
            bool starts = at == 0 || !char.IsLetterOrDigit(text[at - 1]);
            if (starts && (end == text.Length || !char.IsLetterOrDigit(text[end])))
                return true;
            at = text.IndexOf(word, at + 1, StringComparison.Ordinal);
        }
        return false;
    }

    [GeneratedRegex(@"\b(?:1\d{3}|20\d\d)\b")]
    private static partial Regex Year();

    [GeneratedRegex("^([A-Z][\\w.'’\"() -]+?) (?:is |was )?(?:born|dies|died)\\b")]
    private static partial Regex BornOrDied();

    [GeneratedRegex(@"\b(?:born|dies|died)\b.*? (?:in|near|at) ([A-Z][^()]*?), (?:c\. ?)?\d{4}\b")]
    private static partial Regex BornIn();

    [GeneratedRegex(@"(?<=[.;]) ")]
    private static partial Regex Sentence();
}
