namespace Prometheus;

/// <summary>One time series, or for a histogram the few that belong together: a metric with its label values.</summary>
public interface ICollectorChild;
