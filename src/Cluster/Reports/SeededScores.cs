using System.Globalization;
using Moe.Cluster.Runs;
using Moe.Model.Failures;

namespace Moe.Cluster.Reports;

/// <summary>scores.csv of a method on unseen tasks: a row a task and seed. What `gain` compares.</summary>
internal static class SeededScores
{
    private static readonly string[] Columns = ["task", "category", "metric", "seed", "test"];

    /// <summary>The file's text.</summary>
    public static string Write(IEnumerable<SeededScore> scores)
    {
        var rows = scores.ToList();
        return string.Concat(rows.Select(score => Csv.Row([
                score.Task, score.Category, score.Metric, Csv.Number(score.Seed), Csv.Number(score.Test),
                .. score.Details.Select(detail => detail.Value),
            ]))
            .Prepend(Csv.Row([.. Columns, .. rows.Take(1).SelectMany(score => score.Details).Select(detail => detail.Name)]))
            .Select(row => row + "\n"));
    }

    /// <summary>Reads the table in a folder; details are left out.</summary>
    /// <exception cref="DataException">There is none, or it is another table.</exception>
    public static IReadOnlyList<SeededScore> Read(string folder)
    {
        var file = Path.Combine(folder, RunFiles.Scores);
        if (!File.Exists(file))
        {
            throw new DataException(
                $"{file} is not there, expected the table of a finished `adapt` or `zero-shot`. Finish it, or name another folder.");
        }
        var lines = File.ReadAllLines(file);
        if (lines.Length == 0 || !Csv.Fields(lines[0]).Take(Columns.Length).SequenceEqual(Columns))
        {
            throw new DataException(
                $"{file} does not begin with the columns {string.Join(", ", Columns)}. Name a folder that `adapt` or `zero-shot` wrote.");
        }
        return [.. lines.Skip(1).Select(line => Parsed(Csv.Fields(line)))];
    }

    private static SeededScore Parsed(IReadOnlyList<string> fields) => new(
        fields[0], fields[1], fields[2], int.Parse(fields[3], CultureInfo.InvariantCulture),
        fields[4].Length == 0 ? double.NaN : double.Parse(fields[4], CultureInfo.InvariantCulture));
}
