using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class CsvSpecs
{
    [Fact]
    public void Fields_come_back_as_they_were()
    {
        string[] fields = ["plain", "", "with, comma", "with \"quotes\"", "\"", "1.5"];

        Assert.Equal(fields, Csv.Fields(Csv.Row(fields)));
    }

    [Fact]
    public void Numbers_are_short_and_what_is_none_is_empty()
    {
        Assert.Equal(["1234.57", "1E-05", ""], new[] { 1234.5678, 1e-5, double.NaN }.Select(Csv.Number));
    }
}
