using System.Globalization;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Reports;

/// <summary>What a run's metrics.csv adds up to, over every process that worked on it.</summary>
/// <param name="Steps">Steps done.</param>
/// <param name="Voided">Steps that were not applied.</param>
/// <param name="Seconds">Time of all steps, without evaluations and starts.</param>
/// <param name="Tokens">Source and target tokens.</param>
/// <param name="LossPerToken">Loss of each step, for the picture.</param>
internal sealed record RunTotals(
    long Steps, long Voided, double Seconds, long Tokens, IReadOnlyList<(double Step, double Loss)> LossPerToken)
{
    /// <summary>Tokens of a second of training.</summary>
    public double TokensPerSecond => Seconds > 0 ? Tokens / Seconds : 0;

    /// <summary>Reads metrics.csv.</summary>
    public static RunTotals Read(string path)
    {
        var rows = File.ReadLines(path).Select(Csv.Fields);
        IReadOnlyList<string>? header = null;
        var (steps, voided, seconds, tokens) = (0L, 0L, 0.0, 0L);
        List<(double, double)> losses = [];
        foreach (var row in rows)
        {
            if (header is null)
            {
                header = row;
                continue;
            }
            string Field(string name) => row[header.ToList().IndexOf(name)];
            steps++;
            if (Field("committed") == "0") voided++;
            seconds += double.Parse(Field("seconds"), CultureInfo.InvariantCulture);
            tokens += long.Parse(Field("tokens"), CultureInfo.InvariantCulture);
            if (double.TryParse(Field("loss_per_token"), NumberStyles.Float, CultureInfo.InvariantCulture, out var loss))
                losses.Add((double.Parse(row[0], CultureInfo.InvariantCulture), loss));
        }
        return new RunTotals(steps, voided, seconds, tokens, losses);
    }
}
