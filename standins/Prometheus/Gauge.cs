namespace Prometheus;

/// <inheritdoc cref="IGauge"/>
public sealed class Gauge : Collector<Gauge.Child>, IGauge
{
    internal Gauge(string name, string help, string[] labelNames, bool isSuppressedAtFirst)
        : base(name, help, labelNames, isSuppressedAtFirst)
    {
    }

    public double Value => Unlabelled.Value;

    internal override string Type => "gauge";

    public void Inc(double increment = 1) => Unlabelled.Inc(increment);

    public void Set(double val) => Unlabelled.Set(val);

    public void Dec(double decrement = 1) => Unlabelled.Dec(decrement);

    public void IncTo(double targetValue) => Unlabelled.IncTo(targetValue);

    public void DecTo(double targetValue) => Unlabelled.DecTo(targetValue);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool isPublished) =>
        new(this, labelValues, isPublished);

    /// <summary>A gauge with its label values.</summary>
    public sealed class Child : ChildBase, IGauge
    {
        private AtomicDouble _value;

        internal Child(Gauge parent, string[] labelValues, bool isPublished)
            : base(parent, labelValues, isPublished)
        {
        }

        public double Value => _value.Value;

        public void Inc(double increment = 1)
        {
            _value.Add(increment);
            Publish();
        }

        public void Set(double val)
        {
            _value.Value = val;
            Publish();
        }

        public void Dec(double decrement = 1) => Inc(-decrement);

        public void IncTo(double targetValue)
        {
            _value.IncrementTo(targetValue);
            Publish();
        }

        public void DecTo(double targetValue)
        {
            _value.DecrementTo(targetValue);
            Publish();
        }

        internal override void Write(ExpositionWriter writer, string name) =>
            writer.WriteSample(name, LabelBytes, Value);
    }
}
