using System.Globalization;
using Moe.Curriculum.Gym.Readers;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>Labels of single words and names that their letters hint at.</summary>
internal static class WordClassTasks
{
    private const string Sub = "word class";

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        new("first_name_gender", Classification, Sub, MetricNames.Accuracy, "{first name} -> male / female",
            ["link-grammar-dictionaries-en"], FirstNames),
        new("french_noun_gender", Classification, Sub, MetricNames.Accuracy, "{French noun} -> masculine / feminine",
            ["dict-freedict-fra-eng"], FrenchGenders),
        new("cmu_syllables", Classification, "pronunciation", MetricNames.Accuracy, "{word} -> number of syllables",
            [PronouncingDictionary.Package, WordNet.Package], Syllables),
        new("cmu_stress", Classification, "pronunciation", MetricNames.Accuracy,
            "{word} -> syllable with the main stress: first / second / third",
            [PronouncingDictionary.Package, WordNet.Package], Stress),
        new("subdivision_continent", Classification, Sub, MetricNames.Accuracy,
            "{name of a province} -> one of 6 continents", ["iso-codes", "tzdata"], Continents),
        new("wn_taxon_rank", Classification, Sub, MetricNames.Accuracy,
            "{Latin name of a taxon} -> family / order / class / genus", [WordNet.Package], Ranks),
    ];

    /// <summary>Common words of CMU's dictionary: those WordNet's corpus has.</summary>
    internal static IEnumerable<PronouncedWord> CommonWords(SourceShelf shelf)
    {
        WordNet wordNet = WordNet.On(shelf);
        return PronouncingDictionary.On(shelf).Words.Where(word => wordNet.Frequency(word.Word) > 0);
    }

    private static IEnumerable<TaskRow> FirstNames(SourceShelf shelf)
    {
        HashSet<string> female = WordLists.FirstNames(shelf, "female");
        HashSet<string> male = WordLists.FirstNames(shelf, "male");
        HashSet<string> both = WordLists.FirstNames(shelf, "bisex");
        return female.Except(male).Except(both).Select(name => new TaskRow(name, "female"))
            .Concat(male.Except(female).Except(both).Select(name => new TaskRow(name, "male")));
    }

    private static IEnumerable<TaskRow> FrenchGenders(SourceShelf shelf)
    {
        foreach (FreeDictEntry entry in Dictionaries.FreeDict(shelf, "fra", "eng"))
        {
            bool masculine = entry.Tags.Contains("masc");
            bool feminine = entry.Tags.Contains("fem");
            if (entry.Tags.Contains("n") && masculine != feminine && entry.Word.All(char.IsLetter))
                yield return new TaskRow(entry.Word, masculine ? "masculine" : "feminine");
        }
    }

    private static IEnumerable<TaskRow> Syllables(SourceShelf shelf) =>
        from word in CommonWords(shelf)
        where word.Stresses.Count is >= 1 and <= 6
        select new TaskRow(word.Word, word.Stresses.Count.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<TaskRow> Stress(SourceShelf shelf)
    {
        string[] places = ["first", "second", "third"];
        foreach (PronouncedWord word in CommonWords(shelf))
        {
            List<int> stresses = [.. word.Stresses];
            int main = stresses.IndexOf(1);
            if (stresses.Count is >= 2 and <= 5 && stresses.Count(stress => stress == 1) == 1 && main < places.Length)
                yield return new TaskRow(word.Word, places[main]);
        }
    }

    private static IEnumerable<TaskRow> Continents(SourceShelf shelf)
    {
        HashSet<string> continents = ["Africa", "America", "Asia", "Europe", "Australia", "Pacific"];
        Dictionary<string, string> byCountry = new(StringComparer.Ordinal);
        foreach ((string code, string zone) in Places.Zones(shelf))
            byCountry.TryAdd(code, zone.Split('/')[0]);
        return from part in Places.On(shelf).Subdivisions
               let continent = byCountry.GetValueOrDefault(part.Code[..2], "")
               where continents.Contains(continent)
               select new TaskRow(part.Name, continent);
    }

    private static IEnumerable<TaskRow> Ranks(SourceShelf shelf)
    {
        foreach (Synset synset in WordNet.On(shelf).Synsets)
        {
            if (synset.PartOfSpeech != 'n' || synset.LexicographerFile is not (5 or 20))
                continue;
            foreach (string word in synset.Words)
            {
                string[] pieces = word.Split('_');
                if (pieces.Length == 2 && pieces[0] is "family" or "order" or "class" or "genus")
                    yield return new TaskRow(pieces[^1], pieces[0]);
            }
        }
    }
}
