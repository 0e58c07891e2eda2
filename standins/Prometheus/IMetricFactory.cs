namespace Prometheus;

/// <summary>
/// Makes metrics in one registry. The same name and label names give the same metric, with the help and options it
/// was first made with.
/// </summary>
public interface IMetricFactory
{
    Counter CreateCounter(string name, string help, CounterConfiguration? configuration = null);

    Gauge CreateGauge(string name, string help, GaugeConfiguration? configuration = null);

    Histogram CreateHistogram(string name, string help, HistogramConfiguration? configuration = null);

    Counter CreateCounter(string name, string help, string[] labelNames, CounterConfiguration? configuration = null);

    Gauge CreateGauge(string name, string help, string[] labelNames, GaugeConfiguration? configuration = null);

    Histogram CreateHistogram(
        string name, string help, string[] labelNames, HistogramConfiguration? configuration = null);
}
