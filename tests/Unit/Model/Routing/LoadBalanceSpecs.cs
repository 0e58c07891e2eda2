using Moe.Model.Routing;
using Xunit;

namespace Moe.Unit.Specs.Model.Routing;

public sealed class LoadBalanceSpecs
{
    // Tasks 1 and 0, in this order: the first all on expert 2, the second shared by experts 0 and 1.
    private static readonly RouteBatch Routes = new(1, 3, [1, 0], [0, 0, 1, 0.6f, 0.4f, 0]);

    [Fact]
    public void Loads_are_the_parts_of_rows_that_experts_serve()
    {
        Assert.Equal([0.12, 0.08, 0.8], LoadBalance.Loads(Routes, ComputationMode.Dense, [20, 80]), Near);
        Assert.Equal([0.3, 0.2, 0.5], LoadBalance.Loads(Routes, ComputationMode.Dense, [0, 0]), Near);
    }

    [Fact]
    public void Rows_of_a_sparse_step_are_the_largest_experts_alone() =>
        Assert.Equal([0.2, 0, 0.8], LoadBalance.Loads(Routes, ComputationMode.Sparse, [20, 80]), Near);

    [Fact]
    public void The_loss_is_one_where_all_serve_alike_and_the_number_of_experts_where_one_serves_all()
    {
        Assert.Equal(1, Loss([1 / 3f, 1 / 3f, 1 / 3f], [1 / 3.0, 1 / 3.0, 1 / 3.0], 3), 1e-6);
        Assert.Equal(3, Loss([0, 1, 0], [0, 1, 0], 3), 1e-6);
        Assert.Equal(2, Loss([0, 1, 0], [0, 1, 0], 2), 1e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void The_gradient_is_the_losss_by_the_routes_added_to_what_was_there(int on)
    {
        double[] loads = [0.7, 0.3, 0];
        var gradient = new float[6];
        Array.Fill(gradient, 1f);

        LoadBalance.AddGradient(gradient, loads, on, 0.5);

        // The loss is linear in each row's route: what one more of expert i in one of two rows adds.
        for (var i = 0; i < 6; i++)
        {
            var route = new float[6];
            route[i] = 1;
            Assert.Equal(1 + 0.5 * Loss(route, loads, on), gradient[i], 1e-6);
        }
    }

    private static bool Near(double expected, double found) => Math.Abs(expected - found) < 1e-6;

    // N sum_i f_i P_i of one layer, by the formula.
    private static double Loss(float[] routes_BE, double[] loads_E, int on)
    {
        var rows = routes_BE.Length / 3;
        return on * loads_E.Select((load, expert) =>
            load * Enumerable.Range(0, rows).Average(row => (double)routes_BE[row * 3 + expert])).Sum();
    }
}
