using System.Globalization;
using Moe.Curriculum.Adaptation;

namespace Moe.Cluster.Adaptation;

/// <summary>One point of the grid for one few-shot sample of one task.</summary>
internal sealed record AdaptationJob(string Task, int Seed, double Rate, int BatchRows)
{
    /// <summary>Its name, fit for a file.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Task}-{Seed}-{Rate:R}-{BatchRows}");

    /// <summary>Every job of a grid, task by task.</summary>
    public static IReadOnlyList<AdaptationJob> Of(IEnumerable<string> tasks, AdaptationSettings settings) =>
    [
        .. from task in tasks
           from seed in settings.Seeds
           from rate in settings.Rates
           from rows in settings.BatchRows
           select new AdaptationJob(task, seed, rate, rows),
    ];
}
