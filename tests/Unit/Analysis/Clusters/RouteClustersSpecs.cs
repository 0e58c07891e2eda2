using Moe.Analysis.Clusters;
using Moe.Analysis.Routes;
using Moe.Analysis.Statistics;
using Moe.Model.Failures;
using Moe.Unit.Specs.Analysis.Routes;
using Xunit;

namespace Moe.Unit.Specs.Analysis.Clusters;

public sealed class RouteClustersSpecs
{
    [Fact]
    public void Tasks_on_one_path_come_together_and_agree_with_their_categories()
    {
        RouteClusters clusters = Of(null);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], clusters.ClusterOf);
        Assert.Equal(["city_country", "area_state", "vendor"], clusters.TasksOf(1).Select(task => task.Task));
        Assert.Equal(1, clusters.Agreement, 9);

        // Of 35 ways to deal out the categories, one agrees as well.
        Assert.InRange(clusters.PValue, 0.005, 0.08);
        Assert.True(clusters.AgreementByChance < clusters.Agreement);
    }

    [Fact]
    public void The_number_of_clusters_can_be_chosen()
    {
        Assert.Equal(7, Of(7).Count);
        Assert.Contains("--clusters", Assert.Throws<ConfigurationException>(() => Of(8)).Message);
        Assert.Throws<ConfigurationException>(() => Of(0));
    }

    [Fact]
    public void Distance_is_the_weight_sent_to_different_experts()
    {
        IReadOnlyList<TaskRoute> tasks = MadeUpRoutes.Table().Tasks;
        Assert.Equal(0, RouteDistance.Between(tasks[0], tasks[1]), 6);
        Assert.Equal(0.1, RouteDistance.Between(tasks[0], tasks[2]), 6);
        Assert.Equal(0.45, RouteDistance.Between(tasks[0], tasks[3]), 6);
        Assert.Equal(1, RouteDistance.Between(tasks[0], tasks[4]), 6);
    }

    private static RouteClusters Of(int? count) => RouteClusters.Of(MadeUpRoutes.Table(), count, new Permutations(199, 3));
}
