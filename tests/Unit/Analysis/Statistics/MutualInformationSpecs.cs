using Moe.Analysis.Statistics;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Statistics;

public sealed class MutualInformationSpecs
{
    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 5, 5, 2, 2 }, 1)]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 0, 1, 0, 1 }, 0)]
    [InlineData(new[] { 3, 3, 3, 3 }, new[] { 1, 1, 1, 1 }, 1)]
    [InlineData(new[] { 3, 3, 3, 3 }, new[] { 0, 1, 2, 3 }, 0)]

    // H(U) = 0.562335, H(V) = 0.693147, H(U, V) = 1.039721: 2 x 0.215762 / 1.255482.
    [InlineData(new[] { 0, 0, 0, 1 }, new[] { 0, 0, 1, 1 }, 0.343711)]

    // H(U) = ln 3, H(V) = 0.636514, I = H(V): 2 x 0.636514 / (1.098612 + 0.636514).
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 0, 1 }, 0.733680)]
    public void Is_what_it_comes_to_by_hand(int[] one, int[] other, double expected)
    {
        Assert.Equal(expected, MutualInformation.Normalized(one, other), 5);
        Assert.Equal(expected, MutualInformation.Normalized(other, one), 5);
    }

    [Fact]
    public void Groupings_of_other_items_are_refused() =>
        Assert.Throws<ArgumentException>(() => MutualInformation.Normalized([0, 1], [0]));
}
