using Moe.Analysis.Statistics;
using Moe.Model.Failures;
using Moe.Model.Randomness;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Statistics;

public sealed class PermutationsSpecs
{
    [Fact]
    public void P_values_of_unrelated_variables_are_uniform()
    {
        const ulong Seed = 20;
        const int Tests = 500;
        const int Items = 20;
        var permutations = new Permutations(99, Seed);
        double[] pValues = [.. Enumerable.Range(0, Tests).Select(test =>
        {
            RandomStream stream = RandomStream.For(Seed, test, 0, "specs", "null");
            double[] one = [.. Enumerable.Range(0, Items).Select(i => stream.Normal((ulong)i))];
            double[] other = [.. Enumerable.Range(Items, Items).Select(i => stream.Normal((ulong)i))];
            return permutations.PValue(Items, $"{test}", Math.Abs(Correlation.Pearson(one, other)), order =>
                Math.Abs(Correlation.Pearson(one, [.. order.Select(i => other[i])])));
        })];

        // Four standard errors of a share of 500 at either side.
        foreach (double level in new[] { 0.05, 0.25, 0.5, 0.75 })
        {
            double share = pValues.Count(p => p <= level) / (double)Tests;
            double room = 4 * Math.Sqrt(level * (1 - level) / Tests);
            Assert.True(Math.Abs(share - level) <= room, $"seed {Seed}: a share of {share} has p of at most {level}");
        }
    }

    [Fact]
    public void A_seed_and_a_purpose_name_the_orders()
    {
        Assert.Equal(Drawn(1, "a"), Drawn(1, "a"));
        Assert.NotEqual(Drawn(1, "a"), Drawn(2, "a"));
        Assert.NotEqual(Drawn(1, "a"), Drawn(1, "b"));
        Assert.All(Drawn(1, "a"), order => Assert.Equal("0 1 2 3 4 5 6 7", string.Join(' ', order.Split(' ').Order())));
    }

    [Fact]
    public void The_observed_order_counts_as_one()
    {
        Assert.Equal(0.01, new Permutations(99, 1).PValue(0), 9);
        Assert.Equal(1, new Permutations(99, 1).PValue(99), 9);
    }

    [Fact]
    public void None_is_refused() => Assert.Contains(
        "--permutations", Assert.Throws<ConfigurationException>(() => new Permutations(0, 1)).Message);

    private static string[] Drawn(ulong seed, string purpose) =>
        [.. new Permutations(5, seed).Orders(8, purpose).Select(order => string.Join(' ', order))];
}
