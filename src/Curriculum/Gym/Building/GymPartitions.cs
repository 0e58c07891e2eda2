using Moe.Curriculum.Gym.Tasks;

namespace Moe.Curriculum.Gym.Building;

/// <summary>The partitions of a built gym: which tasks are seen, which choose settings, which stay unseen.</summary>
internal static class GymPartitions
{
    /// <summary>Unseen tasks of <c>random.json</c>: each category has some, each with related seen tasks.</summary>
    private static readonly string[] Unseen =
    [
        "sentiment_yelp", "spam_sms", "gcide_field", "udhr_language_id",
        "event_place_span", "brown_past_verb_span",
        "us_city_state",
        "adj_superlative", "wn_verb_to_agent",
        "person_sort_name",
        "cwe_title", "translate_word_eng_ita",
    ];

    /// <summary>Unseen tasks to choose settings by: one a category.</summary>
    private static readonly string[] Dev =
    [
        "subdivision_continent", "wn_death_year_span", "airport_country", "spanish_ipa", "person_short_name",
        "translate_word_eng_spa",
    ];

    public static IEnumerable<TaskPartition> Of(IReadOnlyList<TaskDescription> tasks)
    {
        yield return Split("random", tasks, task => Unseen.Contains(task.Name), task => Dev.Contains(task.Name));
        yield return Split(
            "train_classification_test_extraction",
            [.. tasks.Where(task => task.Category is TaskCategories.Classification or TaskCategories.Extraction)],
            task => task.Category == TaskCategories.Extraction, task => Dev.Contains(task.Name));
        string[] labels = [.. tasks.Where(task => task.Category == TaskCategories.Classification)
            .Select(task => task.Name).Order(StringComparer.Ordinal)];
        yield return Split(
            "train_nonclassification_test_classification", tasks,
            task => Array.IndexOf(labels, task.Name) % 2 == 0,
            task => labels.Contains(task.Name));
        yield return Split(
            "train_other_test_translation", tasks,
            task => task.Name.StartsWith("translate_", StringComparison.Ordinal), task => Dev.Contains(task.Name));
        yield return Split(
            "train_other_test_wordnet", tasks,
            task => task.Source.Contains("wordnet", StringComparison.Ordinal), task => Dev.Contains(task.Name));
    }

    private static TaskPartition Split(
        string name,
        IReadOnlyList<TaskDescription> tasks,
        Func<TaskDescription, bool> test,
        Func<TaskDescription, bool> dev)
    {
        ILookup<SplitPart, string> parts = tasks.ToLookup(
            task => test(task) ? SplitPart.Test : dev(task) ? SplitPart.Dev : SplitPart.Train,
            task => task.Name);
        return new TaskPartition(
            name, [.. parts[SplitPart.Train]], [.. parts[SplitPart.Dev]], [.. parts[SplitPart.Test]]);
    }
}
