using Moe.Analysis.Statistics;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Statistics;

public sealed class FalseDiscoveriesSpecs
{
    [Fact]
    public void Adjusts_as_Benjamini_and_Hochberg()
    {
        Assert.Equal([0.02, 0.04, 0.04, 0.02], FalseDiscoveries.Adjust([0.01, 0.04, 0.03, 0.005]).Select(Rounded));

        // What is no number is no test.
        Assert.Equal([0.02, double.NaN, 0.5], FalseDiscoveries.Adjust([0.01, double.NaN, 0.5]).Select(Rounded));
        Assert.Empty(FalseDiscoveries.Adjust([]));
    }

    [Theory]
    [InlineData(0.0009, "***")]
    [InlineData(0.001, "**")]
    [InlineData(0.01, "*")]
    [InlineData(0.05, "")]
    [InlineData(double.NaN, "")]
    public void Stars_say_how_small(double adjusted, string stars) => Assert.Equal(stars, FalseDiscoveries.Stars(adjusted));

    private static double Rounded(double value) => Math.Round(value, 12);
}
