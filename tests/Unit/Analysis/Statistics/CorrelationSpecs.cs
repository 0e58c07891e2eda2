using Moe.Analysis.Statistics;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Statistics;

public sealed class CorrelationSpecs
{
    [Fact]
    public void Is_that_of_Anscombes_first_set() => Assert.Equal(
        0.81642,
        Correlation.Pearson(
            [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
            [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]),
        5);

    [Fact]
    public void With_zeros_and_ones_it_is_the_point_biserial_one()
    {
        // (M1 - M0) / s x sqrt(n1 n0 / n^2): means 5 and 2, s over all five values.
        double[] values = [1, 2, 3, 4, 6];
        double deviation = Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
        Assert.Equal(
            (5 - 2) / deviation * Math.Sqrt(2 * 3 / 25.0), Correlation.Pearson(values, [0, 0, 0, 1, 1]), 12);
    }

    [Fact]
    public void A_constant_has_none()
    {
        Assert.True(double.IsNaN(Correlation.Pearson([0.1, 0.1, 0.1], [1, 2, 3])));
        Assert.True(double.IsNaN(Correlation.Pearson([], [])));
        Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, 2], [1]));
    }
}
