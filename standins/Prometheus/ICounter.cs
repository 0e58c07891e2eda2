namespace Prometheus;

/// <summary>A number that only grows.</summary>
public interface ICounter : ICollectorChild
{
    void Inc(double increment = 1.0);

    /// <summary>Raises the value to a total counted elsewhere; does nothing when it is that high already.</summary>
    void IncTo(double targetValue);

    double Value { get; }
}
