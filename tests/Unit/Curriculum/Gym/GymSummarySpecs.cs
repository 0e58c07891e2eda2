using Moe.Curriculum.Gym;
using Xunit;

namespace Moe.Unit.Specs.Curriculum.Gym;

public sealed class GymSummarySpecs
{
    [Fact]
    public void The_table_shows_each_task_with_rows_metric_and_an_example_in_the_order_of_the_ontology()
    {
        using GymFolder folder = new();
        folder.Split("zebra", "full", 13, "striped\tyes\nplain\tno\n", "a\tyes\n", "b\tyes\n");
        folder.Split("zebra", "16", 13, "striped\tyes\n", "a\tyes\n", "b\tyes\n");
        folder.Split("answer", "32", 13, $"{new string('q', 80)}\t42\n", "a\t1\n", "b\t1\n");
        folder.File("ontology.json", """{ "looks": { "coat": ["zebra"] }, "facts": { "numbers": ["answer"] } }""");
        folder.File("splits/random.json", """{ "train": ["zebra"], "dev": [], "test": ["answer"] }""");

        GymSummary summary = GymSummary.Of(TaskGym.Open(folder.Root));
        Assert.Equal(["zebra", "answer"], summary.Tasks.Select(task => task.Task.Name));
        TaskSummary zebra = summary.Tasks[0];
        Assert.Equal((2, 1, 1, 1), (zebra.Train, zebra.Dev, zebra.Test, zebra.FewShotSplits));

        string table = summary.ToTable();
        Assert.Contains("2 tasks, 3 training rows", table);
        Assert.Contains("looks (1)", table);
        Assert.Contains("striped => yes", table);
        Assert.Contains("qqq... => 42", table);
        Assert.Contains("random: 1 / 0 / 1", table);
    }
}
