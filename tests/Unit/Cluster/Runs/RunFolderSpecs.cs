using Moe.Cluster.Hosting;
using Moe.Cluster.Runs;
using Moe.Unit.Specs.Cluster.Hosting;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class RunFolderSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_that_is_missing_or_empty_starts_a_run(bool resume)
    {
        using var opened = RunFolder.Open(folder.File("deep", "run"), RunFile.Read(), resume);

        Assert.False(opened.HasRun);
        Assert.Equal(RunSettings.Hash(RunFile.Read()), RunSettings.Hash(RunFolder.ReadSettings(opened.Path)));
    }

    [Fact]
    public void Refuses_a_folder_with_anything_in_it_unless_asked_to_resume()
    {
        folder.Write("notes.txt", "mine");

        var refusal = Assert.Throws<RunFolderException>(() => RunFolder.Open(folder.Path, RunFile.Read(), resume: false));

        Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([folder.File("notes.txt")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Refuses_to_resume_in_a_folder_that_holds_something_else()
    {
        folder.Write("notes.txt", "mine");

        var refusal = Assert.Throws<RunFolderException>(() => RunFolder.Open(folder.Path, RunFile.Read(), resume: true));

        Assert.Contains("there is no run.hocon", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([folder.File("notes.txt")], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Goes_on_with_the_same_run()
    {
        RunFolder.Open(folder.Path, RunFile.Read(), resume: false).Dispose();

        using var resumed = RunFolder.Open(folder.Path, RunFile.Read(), resume: true);

        Assert.True(resumed.HasRun);
    }

    [Fact]
    public void Refuses_to_resume_with_other_settings_and_shows_the_difference()
    {
        RunFolder.Open(folder.Path, RunFile.Read(), resume: false).Dispose();
        var before = File.ReadAllText(folder.File("run.hocon"));

        var refusal = Assert.Throws<RunFolderException>(
            () => RunFolder.Open(folder.Path, RunFile.Read("training.run.seed=7"), resume: true));

        Assert.Contains("is of another run", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("training.run.seed: 42 -> 7", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(folder.File("run.hocon")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_process_killed_while_it_wrote_its_settings_leaves_nothing_in_the_way(bool resume)
    {
        folder.Write("run.lock", "");
        folder.Write("run.hocon.4f1c2a.partial", "training.run { see");

        using var opened = RunFolder.Open(folder.Path, RunFile.Read(), resume);

        Assert.False(opened.HasRun);
        Assert.Equal(["run.hocon", "run.lock"],
            Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_cannot_hold_one_folder()
    {
        using var first = RunFolder.Open(folder.Path, RunFile.Read(), resume: false);

        var refusal = Assert.Throws<RunFolderException>(() => RunFolder.Open(folder.Path, RunFile.Read(), resume: true));

        Assert.Contains("another process is writing this run folder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_failed_before_it_began_leaves_nothing_in_the_way_of_the_next()
    {
        using (var failed = RunFolder.Open(folder.Path, RunFile.Read(), resume: false))
        {
            Directory.CreateDirectory(failed.File(RunFiles.Tokenizer));
            failed.Clear();
        }

        using var next = RunFolder.Open(folder.Path, RunFile.Read("training.run.seed=7"), resume: false);

        Assert.False(next.HasRun);
    }
}
