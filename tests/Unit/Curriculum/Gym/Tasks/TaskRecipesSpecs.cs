using Moe.Curriculum.Gym;
using Moe.Curriculum.Gym.Building;
using Moe.Curriculum.Gym.Sources;
using Moe.Curriculum.Gym.Tasks;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym.Tasks;

public sealed class TaskRecipesSpecs
{
    private static readonly IReadOnlyList<TaskDescription> Tasks = [.. TaskRecipes.All.Select(recipe =>
        new TaskDescription(
            recipe.Name, recipe.Category, recipe.SubCategory, recipe.Metric, recipe.Classification,
            string.Join(", ", recipe.Packages)))];

    [Fact]
    public void There_are_at_least_56_tasks_in_six_categories()
    {
        Assert.True(Tasks.Count >= 56, $"{Tasks.Count} tasks");
        Assert.Equal(6, Tasks.Select(task => task.Category).Distinct().Count());
    }

    [Fact]
    public void Names_are_unique_and_fit_file_names()
    {
        Assert.Distinct(Tasks.Select(task => task.Name));
        Assert.All(Tasks, task => Assert.Matches("^[a-z][a-z_0-9]*[a-z]$", task.Name));
    }

    [Fact]
    public void Metrics_and_packages_are_known()
    {
        Assert.All(Tasks, task => Assert.Contains(task.Metric, MetricNames.All));
        Assert.All(TaskRecipes.All.SelectMany(recipe => recipe.Packages), name => SourcePackages.Find(name));
    }

    [Fact]
    public void Every_package_of_the_table_is_used()
    {
        HashSet<string> used = [.. TaskRecipes.All.SelectMany(recipe => recipe.Packages)];
        Assert.All(SourcePackages.All, package => Assert.Contains(package.Name, used));
    }

    [Fact]
    public void The_random_partition_holds_out_tasks_of_every_category_and_trains_on_48_or_more()
    {
        TaskPartition random = GymPartitions.Of(Tasks).Single(partition => partition.Name == "random");
        Assert.True(random.Train.Count >= 48, $"{random.Train.Count} seen tasks");
        Assert.Equal(12, random.Test.Count);
        Assert.Equal(6, Categories(random.Test).Count());
        Assert.Equal(6, Categories(random.Dev).Count());
        Assert.Equal(Tasks.Count, random.All.Distinct().Count());
    }

    [Fact]
    public void Each_partition_has_seen_and_unseen_tasks_and_none_twice()
    {
        foreach (TaskPartition partition in GymPartitions.Of(Tasks))
        {
            Assert.NotEmpty(partition.Train);
            Assert.NotEmpty(partition.Test);
            Assert.Distinct(partition.All);
        }
    }

    private static IEnumerable<string> Categories(IEnumerable<string> names) =>
        names.Select(name => Tasks.Single(task => task.Name == name).Category).Distinct();
}
