namespace Prometheus;

/// <summary>Something that takes one measured value at a time.</summary>
public interface IObserver : ICollectorChild
{
    void Observe(double val);
}
