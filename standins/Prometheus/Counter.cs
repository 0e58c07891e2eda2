namespace Prometheus;

/// <inheritdoc cref="ICounter"/>
public sealed class Counter : Collector<Counter.Child>, ICounter
{
    internal Counter(string name, string help, string[] labelNames, bool isSuppressedAtFirst)
        : base(name, help, labelNames, isSuppressedAtFirst)
    {
    }

    public double Value => Unlabelled.Value;

    internal override string Type => "counter";

    public void Inc(double increment = 1.0) => Unlabelled.Inc(increment);

    public void IncTo(double targetValue) => Unlabelled.IncTo(targetValue);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool isPublished) =>
        new(this, labelValues, isPublished);

    /// <summary>A counter with its label values.</summary>
    public sealed class Child : ChildBase, ICounter
    {
        private AtomicDouble _value;

        internal Child(Counter parent, string[] labelValues, bool isPublished)
            : base(parent, labelValues, isPublished)
        {
        }

        public double Value => _value.Value;

        /// <exception cref="ArgumentOutOfRangeException">The increment is negative.</exception>
        public void Inc(double increment = 1.0)
        {
            if (increment < 0.0)
                throw new ArgumentOutOfRangeException(nameof(increment), "Counter value cannot decrease.");
            _value.Add(increment);
            Publish();
        }

        public void IncTo(double targetValue)
        {
            _value.IncrementTo(targetValue);
            Publish();
        }

        internal override void Write(ExpositionWriter writer, string name) =>
            writer.WriteSample(name, LabelBytes, Value);
    }
}
