using System.Globalization;

namespace Moe.Cluster.Cli;

/// <summary>Times as people write them: 500ms, 60s, 10m, 2h.</summary>
internal static class Durations
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>The time, or null when the text is none or not longer than nothing.</summary>
    public static TimeSpan? Parse(string text)
    {
        foreach (var (unit, seconds) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.Ordinal)) continue;
            return double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number > 0 ? TimeSpan.FromSeconds(number * seconds) : null;
        }
        return null;
    }
}
