using System.Globalization;
using Moe.Actors.Ports;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Telemetry;

/// <summary>
/// What progress says of the last steps: step, stage, loss by category, tokens/s, time left. Numbers are smoothed, since
/// a step holds few tasks.
/// </summary>
internal sealed class ProgressLine(TaskCategories categories, long plannedSteps)
{
    private const double Memory = 0.95;

    private readonly Dictionary<string, double> lossOf = new(StringComparer.Ordinal);
    private double secondsPerStep = double.NaN;
    private StepRecord? last;

    /// <summary>Steps done.</summary>
    public long Done => (last?.Step ?? -1) + 1;

    /// <summary>Steps of the run.</summary>
    public long Planned => plannedSteps;

    /// <summary>Loss per label token; NaN before the first step.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Tokens a second; NaN before the first step.</summary>
    public double TokensPerSecond { get; private set; } = double.NaN;

    /// <summary>Time until the last step; null before the first.</summary>
    public TimeSpan? Left => double.IsNaN(secondsPerStep)
        ? null
        : TimeSpan.FromSeconds(secondsPerStep * Math.Max(0, plannedSteps - Done));

    /// <summary>Takes in a step.</summary>
    public void Add(StepRecord step, double seconds)
    {
        last = step;
        if (!step.Committed) return;
        Loss = Smooth(Loss, step.Loss / Math.Max(1, step.TargetTokens));
        TokensPerSecond = Smooth(TokensPerSecond, step.Tokens / Math.Max(seconds, 1e-9));
        secondsPerStep = Smooth(secondsPerStep, seconds);
        foreach (var (category, value) in categories.LossPerToken(step.ByTask))
            lossOf[category] = Smooth(lossOf.GetValueOrDefault(category, double.NaN), value);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (last is null) return "";
        var byCategory = string.Join("  ", categories.Names.Where(lossOf.ContainsKey)
            .Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {lossOf[name]:F2}")));
        return string.Create(CultureInfo.InvariantCulture,
            $"step {Done}/{plannedSteps}  {last.Stage}  loss {Loss:F3}  {TokensPerSecond:F0} tokens/s  {LeftText()} left  | {byCategory}");
    }

    private string LeftText()
    {
        if (Left is not { } left) return "?";
        return left.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left:mm\\:ss}")
            : left.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }

    private static double Smooth(double before, double now) => double.IsNaN(before) ? now : (Memory * before) + ((1 - Memory) * now);
}
