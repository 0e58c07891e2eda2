using System.Globalization;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Reports;

/// <summary>What a run's metrics.csv adds up to, over every process that worked on it.</summary>
internal sealed class RunTotals
{
    private const string LossPrefix = "loss_";

    private readonly IReadOnlyList<string> header;
    private readonly IReadOnlyList<IReadOnlyList<string>> rows;

    private RunTotals(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows) =>
        (this.header, this.rows) = (header, rows);

    /// <summary>Steps done.</summary>
    public long Steps => rows.Count;

    /// <summary>Steps that were not applied.</summary>
    public long Voided => Column("committed").Count(committed => committed == 0);

    /// <summary>Time of all steps, without evaluations and starts.</summary>
    public double Seconds => Column("seconds").Sum();

    /// <summary>Source and target tokens.</summary>
    public long Tokens => (long)Column("tokens").Sum();

    /// <summary>Tokens of a second of training.</summary>
    public double TokensPerSecond => Seconds > 0 ? Tokens / Seconds : 0;

    /// <summary>Reads metrics.csv.</summary>
    public static RunTotals Read(string path)
    {
        var lines = File.ReadLines(path).Select(Csv.Fields).ToList();
        return new RunTotals(lines[0], lines[1..]);
    }

    /// <summary>
    /// Loss per token over steps, of all tasks and by category, each averaged over stretches of steps so that at most so
    /// many points remain.
    /// </summary>
    public IReadOnlyList<(string Name, IReadOnlyList<(double Step, double Loss)> Points)> Losses(int pointsMax)
    {
        var stretch = Math.Max(1, (int)Math.Ceiling(rows.Count / (double)pointsMax));
        var steps = Column("step").ToList();
        return [.. header.Where(name => name.StartsWith(LossPrefix, StringComparison.Ordinal)).Select(name => (
            name == "loss_per_token" ? "all" : name[LossPrefix.Length..],
            (IReadOnlyList<(double, double)>)[.. steps.Zip(Column(name)).Chunk(stretch)
                .Select(chunk => chunk.Where(point => !double.IsNaN(point.Second)).ToList())
                .Where(known => known.Count > 0)
                .Select(known => (known.Average(point => point.First), known.Average(point => point.Second)))]))];
    }

    private IEnumerable<double> Column(string name)
    {
        var index = header.Index().First(column => column.Item == name).Index;
        return rows.Select(row => double.TryParse(row[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : double.NaN);
    }
}
