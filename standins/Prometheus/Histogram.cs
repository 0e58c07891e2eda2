namespace Prometheus;

/// <summary>
/// Counts of measured values by size, their number and their sum. Updates take no lock, so a page collected meanwhile
/// may have a sum that is one observation ahead of the counts.
/// </summary>
public sealed partial class Histogram : Collector<Histogram.Child>, IHistogram
{
    private static readonly double[] _defaultBuckets =
        [.005, .01, .025, .05, .075, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10];

    private readonly double[] _buckets;
    private readonly byte[][] _bucketLabels;

    internal Histogram(string name, string help, string[] labelNames, bool isSuppressedAtFirst, double[]? buckets)
        : base(name, help, labelNames, isSuppressedAtFirst)
    {
        if (labelNames.Contains("le"))
            throw new ArgumentException("'le' is a reserved label name");
        _buckets = [.. buckets ?? _defaultBuckets];
        if (_buckets.Length == 0)
            throw new ArgumentException("Histogram must have at least one bucket");
        if (!double.IsPositiveInfinity(_buckets[^1]))
            _buckets = [.. _buckets, double.PositiveInfinity];
        for (int i = 1; i < _buckets.Length; i++)
        {
            if (!(_buckets[i] > _buckets[i - 1]))
                throw new ArgumentException("Bucket values must be increasing");
        }

        _bucketLabels = [.. _buckets.Select(ExpositionWriter.FormatBucketLabel)];
    }

    public double Sum => Unlabelled.Sum;

    public long Count => Unlabelled.Count;

    internal override string Type => "histogram";

    public void Observe(double val) => Unlabelled.Observe(val);

    public void Observe(double val, long count) => Unlabelled.Observe(val, count);

    public void Publish() => Unlabelled.Publish();

    public void Unpublish() => Unlabelled.Unpublish();

    private protected override Child NewChild(string[] labelValues, bool isPublished) =>
        new(this, labelValues, isPublished);

    /// <summary>A histogram with its label values.</summary>
    public sealed class Child : ChildBase, IHistogram
    {
        private readonly Histogram _parent;
        private readonly long[] _counts;
        private AtomicDouble _sum;

        internal Child(Histogram parent, string[] labelValues, bool isPublished)
            : base(parent, labelValues, isPublished)
        {
            _parent = parent;
            _counts = new long[parent._buckets.Length];
        }

        public double Sum => _sum.Value;

        public long Count
        {
            get
            {
                long total = 0;
                for (int i = 0; i < _counts.Length; i++)
                    total += Interlocked.Read(ref _counts[i]);
                return total;
            }
        }

        public void Observe(double val) => Observe(val, 1);

        /// <summary>Counts the same value several times. NaN is not a size and is passed over.</summary>
        public void Observe(double val, long count)
        {
            if (double.IsNaN(val))
                return;
            Interlocked.Add(ref _counts[BucketOf(val)], count);
            _sum.Add(val * count);
            Publish();
        }

        internal override void Write(ExpositionWriter writer, string name)
        {
            writer.WriteSample(name + "_sum", LabelBytes, Sum);
            writer.WriteSample(name + "_count", LabelBytes, Count);
            long cumulative = 0;
            for (int i = 0; i < _counts.Length; i++)
            {
                cumulative += Interlocked.Read(ref _counts[i]);
                writer.WriteSample(name + "_bucket", LabelBytes, cumulative, _parent._bucketLabels[i]);
            }
        }

        /// <summary>The first bucket whose upper bound is not below the value.</summary>
        private int BucketOf(double value)
        {
            int found = Array.BinarySearch(_parent._buckets, value);
            return found >= 0 ? found : ~found;
        }
    }
}
