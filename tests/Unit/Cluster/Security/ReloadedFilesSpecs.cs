using Moe.Cluster.Security;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Security;

public sealed class ReloadedFilesSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly List<string> log = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_changed_file_is_read_again_after_some_seconds()
    {
        var files = Watched(folder.Write("words", "first"));

        folder.Write("words", "second");
        Assert.Equal("first", files.Current);
        time.Advance(6);

        Assert.Equal("second", files.Current);
        Assert.Contains("changed and read again", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_read_stays_in_use_when_the_file_cannot_be_used_any_more_and_that_is_said_once()
    {
        var path = folder.Write("words", "first");
        var files = Watched(path);

        File.Delete(path);
        for (var look = 0; look < 3; look++)
        {
            time.Advance(6);
            Assert.Equal("first", files.Current);
        }

        Assert.Contains("what was read before stays in use", Assert.Single(log), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_reading_has_to_succeed() =>
        Assert.Throws<EnvironmentException>(() => Watched(folder.File("nothing")));

    private ReloadedFiles<string> Watched(string path) => new([path], () => Read(path), time, log.Add);

    private static string Read(string path) =>
        File.Exists(path) ? File.ReadAllText(path) : throw new EnvironmentException($"{path} is gone");
}
