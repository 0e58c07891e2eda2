using Moe.Model.Failures;
using Moe.Model.TaskEmbeddings;
using Moe.Specs;
using Xunit;

namespace Moe.Unit.Specs.Model.TaskEmbeddings;

public sealed class PrincipalComponentsSpecs
{
    // Variance 9, 4 and 0 along three axes that stand across each other, around the mean (1, 2, 3).
    private static readonly float[][] Known =
    [
        Point(3, 0), Point(-3, 0), Point(0, 2), Point(0, -2),
    ];

    [Fact]
    public void Finds_the_axes_of_known_points_in_order_of_variance()
    {
        var components = PrincipalComponents.Fit(Known, 2);

        // The axes' coordinates come back but for one common scale: 18 + 8 spread over 8 numbers.
        var scale = Math.Sqrt(8.0 / 26);
        float[][] expected = [[3, 0], [-3, 0], [0, 2], [0, -2]];
        foreach (var (point, along) in Known.Zip(expected))
        {
            var projected = components.Project(point);
            Assert.Equal(along[0] * scale, projected[0], 1e-5);
            Assert.Equal(along[1] * scale, Math.Abs(projected[1]) * Math.Sign(along[1]), 1e-5);
        }
    }

    [Fact]
    public void The_mean_lies_at_the_origin()
    {
        Assert.All(PrincipalComponents.Fit(Known, 2).Project([1, 2, 3]), value => Assert.Equal(0, value, 1e-6f));
    }

    [Fact]
    public void All_components_keep_the_distances_between_rows()
    {
        var random = new Random(3);
        float[][] rows = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 40).Select(_ => random.NextSingle()).ToArray())];
        var components = PrincipalComponents.Fit(rows, 5);

        var projected = rows.Select(components.Project).ToArray();

        var scale = Distance(projected[0], projected[1]) / Distance(rows[0], rows[1]);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < i; j++) Assert.Equal(Distance(rows[i], rows[j]) * scale, Distance(projected[i], projected[j]), 1e-4);
        }
        Assert.Equal(1, Math.Sqrt(projected.SelectMany(row => row).Average(value => (double)value * value)), 1e-5);
    }

    [Fact]
    public void A_saved_basis_projects_new_vectors_as_before()
    {
        using TemporaryFolder folder = new();
        var components = PrincipalComponents.Fit(Known, 2);
        components.Save(folder.Path);

        float[] fresh = [4, -1, 0.5f];

        Assert.Equal(components.Project(fresh), PrincipalComponents.Load(folder.Path).Project(fresh));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Refuses_more_components_than_the_rows_have(int width)
    {
        var failure = Assert.Throws<ConfigurationException>(() => PrincipalComponents.Fit(Known, width));

        Assert.Contains("expected 1 to 3", failure.Message);
    }

    [Fact]
    public void Refuses_a_vector_of_another_length() =>
        Assert.Contains("over 3", Assert.Throws<WeightsException>(() => PrincipalComponents.Fit(Known, 1).Project([1, 2])).Message);

    // Along (0.6, 0.8, 0) and (-0.8, 0.6, 0).
    private static float[] Point(float first, float second) =>
        [1 + 0.6f * first - 0.8f * second, 2 + 0.8f * first + 0.6f * second, 3];

    private static double Distance(float[] one, float[] other) =>
        Math.Sqrt(one.Zip(other).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
}
