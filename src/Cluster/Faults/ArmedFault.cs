using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Moe.Actors.Ports;
using Moe.Model.Failures;

namespace Moe.Cluster.Faults;

/// <summary>
/// A fault point armed by a test: when the process passes it for the so-manyth time, it sends itself SIGKILL, so that nothing is
/// flushed, closed or said to anybody, as in a power cut.
/// </summary>
internal sealed partial class ArmedFault : IFaultPoints
{
    /// <summary>Environment variable with the point and the pass, such as commit-sent:3. Not set: nothing is armed.</summary>
    public const string Variable = "MOE_FAULT";

    private readonly FaultPoint point;
    private readonly int pass;
    private readonly Action<string> say;
    private int passes;

    private ArmedFault(FaultPoint point, int pass, Action<string> say) => (this.point, this.pass, this.say) = (point, pass, say);

    /// <summary>Every point by the name that arms it.</summary>
    public static IReadOnlyDictionary<string, FaultPoint> Points { get; } =
        Enum.GetValues<FaultPoint>().ToDictionary(point => InsideWord().Replace(point.ToString(), "-$1").ToLowerInvariant());

    /// <summary>What this process is armed with; null: nothing.</summary>
    /// <param name="text">The variable's value.</param>
    /// <param name="say">Told in one line that the point is reached.</param>
    /// <exception cref="ConfigurationException">The text is no point and pass.</exception>
    public static ArmedFault? Parse(string? text, Action<string> say)
    {
        if (string.IsNullOrEmpty(text)) return null;
        var parts = text.Split(':');
        if (parts.Length == 2 && Points.TryGetValue(parts[0], out var point)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pass) && pass > 0)
        {
            return new ArmedFault(point, pass, say);
        }
        throw new ConfigurationException(
            $"{Variable} is '{text}', expected POINT:PASS with a pass from 1, for example commit-sent:3, where the process kills itself " +
            $"when it tells an expert to commit for the third time. The points are {string.Join(", ", Points.Keys)}. Unset the variable " +
            "unless this is a test.");
    }

    /// <inheritdoc/>
    public void Pass(FaultPoint passed)
    {
        if (passed != point || Interlocked.Increment(ref passes) != pass) return;
        say($"{Variable}: {point} is passed for the {pass}. time, this process kills itself");
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex InsideWord();
}
