using Xunit;

namespace Moe.Cluster.Specs;

/// <summary>What is done with a trained run and tasks it has not seen, from the command line to the tables.</summary>
public sealed class AdaptationProcessSpecs : IDisposable
{
    private readonly WorkFolder work = new();

    public AdaptationProcessSpecs()
    {
        work.Write("gym/splits/random.json", """{ "train": ["colour", "copy", "shape"], "dev": [], "test": ["upper"] }""");
        foreach (var task in new[] { "colour", "copy", "shape", "upper" })
        {
            foreach (var part in new[] { "train", "dev", "test" })
                File.Copy(work.File("gym", task, $"{task}_full_13_{part}.tsv"), work.File("gym", task, $"{task}_16_13_{part}.tsv"));
        }
        work.Write("adapt.hocon",
            """
            training.adaptation {
              seeds = [13]
              rates = [1e-3, 1e-2]
              batch-rows = [2, 4]
              steps = 6
              warmup-steps = 1
              evaluate-every = 2
              route = trainable
              lease-seconds = 600
            }
            """);
        work.Write("prompts.json",
            """
            {
              "colour": { "templates": ["Colour of {input}?", "{input} is"], "choices": { "blue": "blue", "green": "green" } },
              "copy": { "templates": ["Say {input}"] },
              "shape": { "templates": ["Shape of {input}?"] },
              "upper": { "templates": ["{input} in capitals", "Shout: {input}"] }
            }
            """);
    }

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task A_grid_that_is_interrupted_or_shared_gives_the_same_table()
    {
        await Succeeds(WorkFolder.Train("run"));
        await Succeeds(Adapt("whole"));
        Copy("whole", "resumed");
        foreach (var done in Directory.GetFiles(work.File("resumed", "done")).Take(3)) File.Delete(done);
        File.Delete(work.File("resumed", "scores.csv"));

        var resumed = await Succeeds(Adapt("resumed"));
        await Task.WhenAll(Succeeds(Adapt("shared")), Succeeds(Adapt("shared")));

        Assert.Contains("1 of 4 jobs are done already", resumed);
        var table = File.ReadAllText(work.File("whole", "scores.csv"));
        Assert.Equal(2, table.TrimEnd().Split('\n').Length);
        Assert.Equal(table, File.ReadAllText(work.File("resumed", "scores.csv")));
        Assert.Equal(table, File.ReadAllText(work.File("shared", "scores.csv")));
        Assert.Equal(4, Directory.GetFiles(work.File("shared", "done")).Length);
        Assert.Contains("over 1 of 1 tasks and 1 samples", await Succeeds(["gain", "--of", "whole", "--against", "shared"]));
    }

    [Fact]
    public async Task Vectors_of_all_tasks_give_a_new_task_its_route()
    {
        await Succeeds(WorkFolder.Train("plain", "--set", "training.run.model.experts=1", "--steps", "4"));
        await Succeeds(["tasks", "embed", "--run", "plain", "--out", "vectors", "--width", "2", "--tuning-steps", "2"]);
        await Succeeds(["tasks", "embed", "--run", "plain", "--out", "again", "--project-with", "vectors", "--tuning-steps", "2"]);
        await Succeeds(WorkFolder.Train("routed", "--set", "training.run.router.task-embedding-folder=vectors",
            "--set", "training.run.router.task-embedding-width=2", "--set", "training.run.optimization.load-balance=0.1",
            "--set", "training.run.stages=[{name=only, steps=3, selection=softmax," +
            "computation=dense, train-task-embeddings=off}]"));

        await Succeeds([.. Adapt("adapted", "routed"), "--set", "training.adaptation.route=router", "--set",
            "training.adaptation.task-vectors=vectors"]);
        await Succeeds([.. Adapt("merged", "routed"), "--set", "training.adaptation.route=merged"]);

        Assert.Equal(2, File.ReadAllLines(work.File("merged", "scores.csv")).Length);
        Assert.Equal(File.ReadAllBytes(work.File("vectors", "task_vecs.npy")), File.ReadAllBytes(work.File("again", "task_vecs.npy")));
        Assert.StartsWith("task,category,metric,seed,test", File.ReadAllText(work.File("adapted", "scores.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_are_asked_for_in_words()
    {
        await Succeeds(WorkFolder.Train("run", "--set", "training.run.curriculum.prompts=prompts.json"));

        await Succeeds(["zero-shot", "--run", "run", "--out", "zero", "--tasks", "test", "colour"]);

        var rows = File.ReadAllLines(work.File("zero", "scores.csv"));
        Assert.Equal(3, rows.Length);
        Assert.Contains(rows, row => row.StartsWith("upper,", StringComparison.Ordinal) && row.Contains(",generation,2,,,"));
        Assert.Contains(rows, row => row.StartsWith("colour,", StringComparison.Ordinal) && row.Contains(",rank,2,"));
    }

    [Theory]
    [InlineData("t5")]
    [InlineData("t5-v1.1")]
    public async Task A_T5_goes_the_same_ways(string backbone)
    {
        string[] t5 =
        [
            "--set", $"training.run.model.backbone={backbone}", "--set", "training.run.curriculum.prompts=prompts.json",
            "--set", "training.run.optimization.relative-rates=on",
        ];
        await Succeeds(WorkFolder.Train("plain", [.. t5, "--set", "training.run.model.experts=1", "--steps", "4"]));
        foreach (var kind in new[] { "text", "tuned-mean", "fisher" })
            await Succeeds(["tasks", "embed", "--run", "plain", "--kind", kind, "--out", kind, "--width", "2", "--tuning-steps", "2"]);
        await Succeeds(WorkFolder.Train("routed", [.. t5, "--set", "training.run.router.task-embedding-folder=fisher",
            "--set", "training.run.router.task-embedding-width=2", "--steps", "4"]));

        await Succeeds([.. Adapt("adapted", "routed"), "--set", "training.adaptation.route=router", "--set",
            "training.adaptation.task-vectors=fisher"]);
        await Succeeds(["zero-shot", "--run", "routed", "--out", "zero", "--route", "router", "--task-vectors", "fisher"]);
        await Succeeds(["zero-shot", "--run", "routed", "--out", "merged", "--route", "merged"]);

        Assert.Equal(2, File.ReadAllLines(work.File("adapted", "scores.csv")).Length);
        Assert.Equal(2, File.ReadAllLines(work.File("zero", "scores.csv")).Length);
        Assert.Equal(2, File.ReadAllLines(work.File("merged", "scores.csv")).Length);
    }

    private static string[] Adapt(string folder, string run = "run") =>
        ["adapt", "--run", run, "--out", folder, "--config", "adapt.hocon", "--workers", "2"];

    private void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(work.File(from), "*", SearchOption.AllDirectories))
            work.Write(Path.Combine(to, Path.GetRelativePath(work.File(from), file)), File.ReadAllText(file));
        Directory.CreateDirectory(work.File(to, "claims"));
    }

    private async Task<string> Succeeds(IEnumerable<string> arguments)
    {
        var (code, output, error) = await NodeProcess.RunAsync(work.Path, arguments);
        Assert.True(code == 0, output + error);
        return output;
    }
}
