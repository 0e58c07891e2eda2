using Moe.Cluster.Runs;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class TextFilesSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Of_many_that_write_one_file_at_once_each_writes_a_whole_one()
    {
        var path = folder.File("status.json");
        string[] contents = [.. Enumerable.Range(0, 8).Select(writer => new string((char)('a' + writer), 20_000 + writer))];

        for (var round = 0; round < 10; round++)
        {
            Parallel.ForEach(contents, content => TextFiles.Show(path, content));
            Assert.Contains(File.ReadAllText(path), contents);
        }

        Assert.Equal(path, Assert.Single(Directory.GetFiles(folder.Path)));
    }

    [Fact]
    public void A_file_that_cannot_take_its_place_leaves_nothing_beside_it()
    {
        var path = folder.File("status.json");
        Directory.CreateDirectory(path);

        Assert.Throws<EnvironmentException>(() => TextFiles.Replace(path, "{}"));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Only_what_was_written_to_become_the_file_is_removed_with_its_partials()
    {
        var path = folder.Write("run.hocon", "whole");
        folder.Write("run.hocon.4f1c2a.partial", "");
        folder.Write("run.hocon.partial", "");
        folder.Write("status.json.4f1c2a.partial", "");

        TextFiles.RemovePartials(path);

        Assert.Equal(["run.hocon", "status.json.4f1c2a.partial"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
