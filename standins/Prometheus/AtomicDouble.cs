namespace Prometheus;

/// <summary>A number that many threads change without a lock: each tries again when another was quicker.</summary>
internal struct AtomicDouble
{
    private double _value;

    public double Value
    {
        readonly get => Volatile.Read(in _value);
        set => Volatile.Write(ref _value, value);
    }

    public void Add(double increment)
    {
        double seen;
        do
            seen = Volatile.Read(ref _value);
        while (!TryReplace(seen, seen + increment));
    }

    /// <summary>Raises to the target, never lowers.</summary>
    public void IncrementTo(double target)
    {
        double seen;
        do
            seen = Volatile.Read(ref _value);
        while (seen < target && !TryReplace(seen, target));
    }

    /// <summary>Lowers to the target, never raises.</summary>
    public void DecrementTo(double target)
    {
        double seen;
        do
            seen = Volatile.Read(ref _value);
        while (seen > target && !TryReplace(seen, target));
    }

    /// <summary>Compared by bits, so that a NaN that was seen is found again.</summary>
    private bool TryReplace(double seen, double value)
    {
        double found = Interlocked.CompareExchange(ref _value, value, seen);
        return BitConverter.DoubleToInt64Bits(found) == BitConverter.DoubleToInt64Bits(seen);
    }
}
