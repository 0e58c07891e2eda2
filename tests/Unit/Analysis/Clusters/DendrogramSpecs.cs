using Moe.Analysis.Clusters;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Clusters;

public sealed class DendrogramSpecs
{
    private static readonly double[] _points = [0, 30, 10, 1, 12];

    [Fact]
    public void Joins_what_is_nearest_on_average()
    {
        // {0, 1} and {10, 12} are (10 + 12 + 9 + 11) / 4 apart, and all four of them and 30 are (30 + 29 + 20 + 18) / 4.
        Assert.Equal(
            [new Merge(0, 3, 1), new Merge(2, 4, 2), new Merge(5, 6, 10.5), new Merge(7, 1, 24.25)], Tree(_points).Merges);
        Assert.Equal([0, 3, 2, 4, 1], Tree(_points).Leaves());
    }

    [Theory]
    [InlineData(1, new[] { 0, 0, 0, 0, 0 })]
    [InlineData(2, new[] { 0, 1, 0, 0, 0 })]
    [InlineData(3, new[] { 0, 2, 1, 0, 1 })]
    [InlineData(5, new[] { 0, 4, 2, 1, 3 })]
    public void Can_be_cut_into_any_number_of_groups(int count, int[] groups) => Assert.Equal(groups, Tree(_points).Cut(count));

    [Fact]
    public void Of_equal_distances_the_earliest_items_go_first()
    {
        Assert.Equal([new Merge(0, 1, 1), new Merge(2, 3, 1)], Tree([0, 1, 2, 3]).Merges.Take(2));
        Assert.Empty(Tree([7]).Merges);
        Assert.Equal([0], Tree([7]).Cut(1));
    }

    [Fact]
    public void What_is_no_square_is_refused() => Assert.Throws<ArgumentException>(() => Dendrogram.Of(new double[2, 3]));

    private static Dendrogram Tree(double[] points)
    {
        var distances = new double[points.Length, points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = 0; j < points.Length; j++)
                distances[i, j] = Math.Abs(points[i] - points[j]);
        }

        return Dendrogram.Of(distances);
    }
}
