using System.Globalization;
using Moe.Analysis.Routes;
using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class NewestRoutesSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly NewestRoutes newest;

    public NewestRoutesSpecs() => newest = new NewestRoutes(folder.File("history.csv"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Before_the_first_checkpoint_there_are_none()
    {
        Assert.Null(newest.Read());
        Write("");
        Assert.Null(newest.Read());
    }

    [Fact]
    public void Is_the_last_table_of_a_file_too_long_to_be_read_whole()
    {
        Write(string.Concat(Enumerable.Range(0, 500).Select(step => Rows(step, 20))));

        Assert.Equal((499L, 20), (newest.Read()!.Step, newest.Read()!.Tasks.Count));
    }

    [Fact]
    public void Is_a_table_longer_than_the_first_look_at_the_file()
    {
        Write(Rows(1, 20) + Rows(2, 12_000));

        Assert.Equal((2L, 12_000), (newest.Read()!.Step, newest.Read()!.Tasks.Count));
    }

    [Fact]
    public void Half_a_table_is_waited_for()
    {
        Write(Rows(1, 2));
        Assert.Equal(1, newest.Read()!.Step);

        var second = Rows(2, 2);
        File.AppendAllText(folder.File("history.csv"), second[..^8]);
        Assert.Equal(1, newest.Read()!.Step);
        File.AppendAllText(folder.File("history.csv"), second[^8..]);

        Assert.Equal(2, newest.Read()!.Step);
    }

    private static string Rows(long step, int tasks) => string.Concat(Enumerable.Range(0, tasks).Select(task => string.Create(
        CultureInfo.InvariantCulture, $"{step},task{task},words,encoder.0,0,0.25\n{step},task{task},words,encoder.0,1,0.75\n")));

    private void Write(string rows) => folder.Write("history.csv", RouteCsv.Header + "\n" + rows);
}
