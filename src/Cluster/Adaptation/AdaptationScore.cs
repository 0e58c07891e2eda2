using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moe.Cluster.Adaptation;

/// <summary>What one job reached: one line of JSON in the work folder. A score that is not a number is written as null.</summary>
internal sealed record AdaptationScore(
    string Task, int Seed, double Rate, int BatchRows, double? Dev, double? Test, int Step, double Seconds)
{
    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.Strict,
    };

    /// <summary>The line.</summary>
    public string Line() => JsonSerializer.Serialize(this, Form);

    /// <summary>Reads a line.</summary>
    public static AdaptationScore Parse(string line) => JsonSerializer.Deserialize<AdaptationScore>(line, Form)!;

    /// <summary>
    /// The job with the best dev score of each task and seed, in the order of the jobs; the first of equals, so that the choice
    /// does not depend on who was faster.
    /// </summary>
    public static IReadOnlyList<AdaptationScore> Selected(IEnumerable<AdaptationScore> scores) =>
    [
        .. scores.GroupBy(score => (score.Task, score.Seed))
            .Select(grid => grid.MaxBy(score => score.Dev ?? double.NegativeInfinity)!),
    ];
}
