using System.Text;
using Xunit;

namespace Prometheus.Specs;

/// <summary>A registry of its own and its page.</summary>
internal sealed class Page
{
    public Page() => Factory = Metrics.WithCustomRegistry(Registry);

    public CollectorRegistry Registry { get; } = Metrics.NewCustomRegistry();

    public MetricFactory Factory { get; }

    public async Task<string> TextAsync()
    {
        var stream = new MemoryStream();
        await Registry.CollectAndExportAsTextAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
