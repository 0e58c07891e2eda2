using System.Globalization;

namespace Moe.Analysis.Plots;

/// <summary>Round numbers along an axis: steps of 1, 2 or 5 times a power of ten, as many as fit.</summary>
public sealed class AxisTicks
{
    private readonly double _step;

    private AxisTicks(double low, double high, double step)
    {
        Low = low;
        High = high;
        _step = step;
    }

    /// <summary>The first tick, at or below the smallest value.</summary>
    public double Low { get; }

    /// <summary>The last tick, at or above the largest value.</summary>
    public double High { get; }

    public IEnumerable<double> Values =>
        Enumerable.Range(0, (int)Math.Round((High - Low) / _step) + 1).Select(i => Low + (i * _step));

    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest; may be the same.</param>
    /// <param name="count">About how many steps there should be.</param>
    public static AxisTicks Cover(double low, double high, int count)
    {
        if (high - low <= Math.Max(Math.Abs(low), Math.Abs(high)) * 1e-9)
            (low, high) = low == 0 ? (0, 1) : (low - (Math.Abs(low) / 2), high + (Math.Abs(high) / 2));
        double rough = (high - low) / count;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
        return new AxisTicks(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    /// <summary>A tick as text, with as many decimals as the steps need.</summary>
    public string Format(double value)
    {
        int decimals = Math.Clamp((int)-Math.Floor(Math.Log10(_step) + 1e-9), 0, 9);
        return Math.Round(value, decimals).ToString($"#,0.{new string('0', decimals)}", CultureInfo.InvariantCulture);
    }
}
