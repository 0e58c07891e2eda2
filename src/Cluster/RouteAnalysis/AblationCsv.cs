using System.Globalization;
using Moe.Analysis.Ablation;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.RouteAnalysis;

/// <summary>ablation.csv: a row for each feature, draw and task. Scores that are not numbers are empty.</summary>
internal static class AblationCsv
{
    private const int Columns = 8;

    private static readonly string Header =
        Csv.Row("step", "feature", "draw", "experts", "task", "with_feature", "whole", "ablated");

    /// <summary>The file's text.</summary>
    public static string Write(long step, IEnumerable<AblationScore> scores) => string.Concat(scores.Select(score => Csv.Row(
        Csv.Number(step), score.Feature, Csv.Number(score.Draw), score.Experts, score.Task, score.HasFeature ? "1" : "0",
        Csv.Number(score.Whole), Csv.Number(score.Ablated))).Prepend(Header).Select(row => row + "\n"));

    /// <summary>Reads the scores of a step; those of other steps are of other weights. None when there is no file.</summary>
    /// <exception cref="DataException">A row cannot be used.</exception>
    public static IReadOnlyList<AblationScore> Read(string path, long step)
    {
        if (!File.Exists(path)) return [];
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != Header) throw Refusal(path, 1, $"the columns {Header}");
        return [.. lines.Index().Skip(1).Select(line => Parse(path, line.Index + 1, line.Item))
            .Where(row => row.Step == step).Select(row => row.Score)];
    }

    private static (long Step, AblationScore Score) Parse(string path, int line, string text)
    {
        var fields = Csv.Fields(text);
        if (fields.Count == Columns
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var draw)
            && Score(fields[6], out var whole) && Score(fields[7], out var ablated))
        {
            return (step, new AblationScore(fields[1], draw, fields[3], fields[4], fields[5] == "1", whole, ablated));
        }
        throw Refusal(path, line, $"{Columns} columns with numbers for step, draw and both scores");
    }

    private static bool Score(string text, out double score)
    {
        score = double.NaN;
        return text.Length == 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out score);
    }

    private static DataException Refusal(string path, int line, string expected) => new(
        $"{path}, line {line}: expected {expected}. Remove the file and measure again: ./cluster routes ablate.");
}
