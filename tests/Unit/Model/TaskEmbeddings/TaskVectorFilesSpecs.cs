using Moe.Model.Failures;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Weights;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.TaskEmbeddings;

public sealed class TaskVectorFilesSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_back_what_it_wrote()
    {
        using var table = TaskEmbeddingTable.Random(
            ["ag_news", "tâche-été", "\"quoted\""], 5, true, torch.CPU, seed: 1);

        TaskVectorFiles.Save(table, folder.File("new"));
        using var read = TaskVectorFiles.Load(folder.File("new"), false, torch.CPU);

        Assert.Equal(table.Names, read.Names);
        Assert.Equal(table.ToArray(), read.ToArray());
        Assert.False(read.IsTrainable);
    }

    [Fact]
    public void Gives_each_task_its_own_row_whatever_the_order_of_the_file_and_leaves_others_out()
    {
        using var file = TaskEmbeddingTable.Of(["c", "a", "b"], [3, 3.5f, 1, 1.5f, 2, 2.5f], true, torch.CPU);
        TaskVectorFiles.Save(file, folder.Path);

        using var table = TaskVectorFiles.Load(folder.Path, ["a", "c"], true, torch.CPU);

        Assert.Equal(["a", "c"], table.Names);
        Assert.Equal([1, 1.5f, 3, 3.5f], table.ToArray());
    }

    [Fact]
    public void Refuses_a_folder_without_a_vector_of_a_task_and_names_the_task()
    {
        using var file = TaskEmbeddingTable.Of(["c", "a"], [3, 1], true, torch.CPU);
        TaskVectorFiles.Save(file, folder.Path);

        var refusal = Assert.Throws<WeightsException>(
            () => TaskVectorFiles.Load(folder.Path, ["a", "missing one", "c", "other"], true, torch.CPU));

        Assert.Contains("of 4 tasks 2 have no vector: missing one, other", refusal.Message);
    }

    [Theory]
    [InlineData("""{"0": "a", "2": "b"}""", "\"1\"")]
    [InlineData("""{"0": "a", "1": "a"}""", "'a'")]
    [InlineData("""{"0": "a"}""", "[2, 3]")]
    [InlineData("""{}""", "no task")]
    [InlineData("""["a", "b"]""", "JSON")]
    [InlineData("""{"0": "a", "1": """, "JSON")]
    public void Names_what_is_wrong_with_the_names(string names, string expected)
    {
        File.WriteAllText(folder.File("id2task.json"), names);
        NpyFile.Write(folder.File("task_vecs.npy"), new float[6], 2, 3);

        var failure = Assert.Throws<WeightsException>(() => TaskVectorFiles.Load(folder.Path, true, torch.CPU));

        Assert.Contains(expected, failure.Message);
        Assert.Contains(folder.Path, failure.Message);
    }

    [Fact]
    public void Refuses_a_vector_that_is_not_finite_and_names_the_task()
    {
        File.WriteAllText(folder.File("id2task.json"), """{"0": "a", "1": "b"}""");
        NpyFile.Write(folder.File("task_vecs.npy"), [1f, 2f, 3f, float.NaN], 2, 2);

        Assert.Contains("'b'", Assert.Throws<WeightsException>(
            () => TaskVectorFiles.Load(folder.Path, true, torch.CPU)).Message);
    }

    [Fact]
    public void Reads_vectors_in_double_precision()
    {
        File.WriteAllText(folder.File("id2task.json"), """{"0": "a"}""");
        NpyFile.Write(folder.File("task_vecs.npy"), [0.5, 0.25], 1, 2);

        using var table = TaskVectorFiles.Load(folder.Path, true, torch.CPU);

        Assert.Equal([0.5f, 0.25f], table.ToArray());
    }
}
