using Moe.Cluster.Cli;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Cli;

public sealed class DurationsSpecs
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("60s", 60)]
    [InlineData("10m", 600)]
    [InlineData("1.5h", 5400)]
    public void A_number_with_a_unit_is_a_time(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("60")]
    [InlineData("s")]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData(" 5s")]
    [InlineData("5 s")]
    [InlineData("5d")]
    public void Anything_else_is_none(string text) => Assert.Null(Durations.Parse(text));
}
