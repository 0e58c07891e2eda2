using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Moe.Analysis.Statistics;

/// <summary>
/// The mean of a few independent measurements, such as one a training, with Student's 95 % interval of it: t(0.975, n - 1) x s / root n
/// to either side, s being their standard deviation.
/// </summary>
/// <param name="Mean">The mean; NaN without measurements.</param>
/// <param name="Low">The interval's lower end; NaN for fewer than two measurements.</param>
/// <param name="High">Its upper end.</param>
public sealed record MeanInterval(double Mean, double Low, double High)
{
    private const double UpperTail = 0.975;

    /// <summary>The interval of some measurements.</summary>
    public static MeanInterval Of(IReadOnlyList<double> measurements)
    {
        var mean = measurements.Mean();
        if (measurements.Count < 2) return new MeanInterval(mean, double.NaN, double.NaN);
        var half = StudentT.InvCDF(0, 1, measurements.Count - 1, UpperTail) * measurements.StandardDeviation()
            / Math.Sqrt(measurements.Count);
        return new MeanInterval(mean, mean - half, mean + half);
    }
}
