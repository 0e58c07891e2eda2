using Akka.Configuration;

namespace Akka.Cluster.Internal;

/// <summary>
/// Suspects one node more and more the longer it is silent. The suspicion is phi = -log10 of the probability that a
/// heartbeat still comes after such a silence, with intervals taken as normally distributed (Hayashibara and others,
/// "The phi accrual failure detector", 2004). The pause that is accepted is added to the mean interval.
/// </summary>
internal sealed class PhiAccrualDetector
{
    private readonly Queue<double> _intervals = new();
    private readonly Limits _limits;
    private double _sum;
    private double _sumOfSquares;
    private TimeSpan _last;
    private bool _hasBegun;

    /// <summary>Starts to expect heartbeats. The first interval is a guess with a wide spread.</summary>
    public PhiAccrualDetector(Limits limits, TimeSpan now)
    {
        _limits = limits;
        _last = now;
        var guess = limits.HeartbeatInterval.TotalMilliseconds;
        Add(guess * 0.75);
        Add(guess * 1.25);
    }

    /// <summary>Whether the node is thought to live.</summary>
    public bool IsAvailable(TimeSpan now) => Phi(now) < _limits.Threshold;

    /// <summary>A heartbeat has come.</summary>
    public void Heartbeat(TimeSpan now)
    {
        // The first one ends no interval, and a silence that was suspected says nothing of the usual ones.
        if (_hasBegun && IsAvailable(now))
            Add((now - _last).TotalMilliseconds);
        _hasBegun = true;
        _last = now;
    }

    /// <summary>This process itself stood still for a time, which cannot be held against the other.</summary>
    public void Forgive(TimeSpan pause) => _last += pause;

    /// <summary>The suspicion.</summary>
    public double Phi(TimeSpan now)
    {
        var mean = _sum / _intervals.Count;
        var variance = Math.Max(0, (_sumOfSquares / _intervals.Count) - (mean * mean));
        var deviation = Math.Max(Math.Sqrt(variance), _limits.MinStandardDeviation.TotalMilliseconds);
        mean += _limits.AcceptablePause.TotalMilliseconds;
        return -Math.Log10(ChanceOfMore(((now - _last).TotalMilliseconds - mean) / deviation));
    }

    // The upper tail of the normal distribution by a logistic approximation (error below 1.4e-4 near the middle), which
    // stays exact enough far out, where a difference from 1 would be lost.
    private static double ChanceOfMore(double y)
    {
        var e = Math.Exp(-y * (1.5976 + (0.070566 * y * y)));
        return y > 0 ? e / (1 + e) : 1 - (1 / (1 + e));
    }

    private void Add(double interval)
    {
        _intervals.Enqueue(interval);
        _sum += interval;
        _sumOfSquares += interval * interval;
        if (_intervals.Count <= _limits.MaxSamples)
            return;
        var oldest = _intervals.Dequeue();
        _sum -= oldest;
        _sumOfSquares -= oldest * oldest;
    }

    /// <summary>What configuration says.</summary>
    public sealed record Limits(
        TimeSpan HeartbeatInterval, double Threshold, int MaxSamples, TimeSpan MinStandardDeviation,
        TimeSpan AcceptablePause, TimeSpan ExpectedResponseAfter)
    {
        /// <summary>Reads <c>akka.cluster.failure-detector</c>.</summary>
        public static Limits From(Config section) => new(
            section.GetTimeSpan("heartbeat-interval"), section.GetDouble("threshold"),
            section.GetInt("max-sample-size"), section.GetTimeSpan("min-std-deviation"),
            section.GetTimeSpan("acceptable-heartbeat-pause"), section.GetTimeSpan("expected-response-after"));
    }
}
