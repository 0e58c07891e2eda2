using Moe.Model.Failures;
using Moe.Model.TaskEmbeddings;
using Moe.Model.Weights;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Model.TaskEmbeddings;

public sealed class TaskVectorFilesSpecs : IDisposable
{
    private readonly TempFolder folder = new();

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
