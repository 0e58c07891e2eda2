namespace Moe.Cluster.Http.Dashboard;

/// <summary>Loss per label token over steps; null where nothing was trained.</summary>
/// <param name="StepsPerPoint">Steps that a point is the mean of.</param>
/// <param name="Steps">First step of each point.</param>
/// <param name="Loss">Of all tasks, a value a point.</param>
/// <param name="Series">Of each category or task, a value a point.</param>
internal sealed record LossCurves(
    long StepsPerPoint, IReadOnlyList<long> Steps, IReadOnlyList<double?> Loss,
    IReadOnlyDictionary<string, IReadOnlyList<double?>> Series);
