namespace Prometheus;

/// <summary>Counts of measured values by size, their number and their sum.</summary>
public interface IHistogram : IObserver
{
    void Observe(double val, long count);

    double Sum { get; }

    long Count { get; }
}
