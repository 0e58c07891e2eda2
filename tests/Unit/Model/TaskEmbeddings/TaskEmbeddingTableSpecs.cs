using Moe.Model.Failures;
using Moe.Model.Optimization;
using Moe.Model.TaskEmbeddings;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.TaskEmbeddings;

public sealed class TaskEmbeddingTableSpecs
{
    [Fact]
    public void Gives_rows_by_task_and_sums_gradients_of_repeated_rows()
    {
        using var scope = torch.NewDisposeScope();
        using var table = TaskEmbeddingTable.Of(["a", "b", "c"], [1, 2, 3, 4, 5, 6], true, torch.CPU);

        Assert.Equal([5f, 6f, 1f, 2f], table.Rows([table.IdOf("c"), table.IdOf("a")]).data<float>().ToArray());
        table.AddGradient([2, 0, 2], torch.tensor(new float[] { 1, 10, 2, 20, 4, 40 }, [3, 2]));
        table.AddGradient([0], torch.tensor(new float[] { 100, 200 }, [1, 2]));
        Assert.Equal([102f, 220f, 0f, 0f, 5f, 50f], table.Parameters.Gradients.data<float>().ToArray());
    }

    [Fact]
    public void Draws_a_tasks_row_from_its_name_whatever_other_tasks_there_are()
    {
        using var few = TaskEmbeddingTable.Random(["sort", "copy"], 16, true, torch.CPU, seed: 3);
        using var many = TaskEmbeddingTable.Random(["add", "copy", "sort"], 16, true, torch.CPU, seed: 3);

        Assert.Equal(few.ToArray()[16..], many.ToArray()[16..32]);
        Assert.Equal(few.ToArray()[..16], many.ToArray()[32..]);
    }

    [Fact]
    public void Decays_every_row_when_it_is_trained_also_of_tasks_that_did_not_occur()
    {
        using var table = TaskEmbeddingTable.Of(["a", "b"], [1, 1, 1, 1], true, torch.CPU);

        AdamW.Apply(table.Parameters, new AdamWSettings(WeightDecay: 0.1), rate: 0.5, clip: 1);

        Assert.All(table.ToArray(), value => Assert.Equal(0.95f, value, 1e-6f));
    }

    [Fact]
    public void Refuses_a_task_that_comes_twice_or_is_unknown()
    {
        Assert.Contains("'a'", Assert.Throws<ConfigurationException>(
            () => new TaskEmbeddingTable(["a", "b", "a"], 2, true, torch.CPU)).Message);
        using var table = new TaskEmbeddingTable(["a"], 2, true, torch.CPU);
        Assert.Contains("'z'", Assert.Throws<ConfigurationException>(() => table.IdOf("z")).Message);
        Assert.False(table.Contains("z"));
    }
}
