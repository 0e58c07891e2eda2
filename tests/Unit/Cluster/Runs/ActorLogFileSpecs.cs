using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class ActorLogFileSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();
    private readonly List<string> warnings = [];

    private string Logs => folder.File("actors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_without_logs_has_no_actors()
    {
        ActorLogs logs = new(Logs);

        Assert.Empty(logs.Actors());
        Assert.Empty(logs.Of("router", null, 10));
    }

    [Fact]
    public void An_actor_that_moved_is_read_from_both_nodes()
    {
        Say("10.0.0.1:4053", "encoder.0.1", "on the first");
        Say("10.0.0.2:4053", "encoder.0.1", "on the second");
        ActorLogs logs = new(Logs);

        Assert.Equal(["10.0.0.1:4053", "10.0.0.2:4053"], logs.Actors()["encoder.0.1"]);
        Assert.Equal([("10.0.0.2:4053", "on the second"), ("10.0.0.1:4053", "on the first")],
            logs.Of("encoder.0.1", null, 10).Select(line => (line.Node, line.What)));
        Assert.Equal("on the first", Assert.Single(logs.Of("encoder.0.1", "10.0.0.1:4053", 10)).What);
    }

    [Fact]
    public void A_node_that_comes_back_goes_on_in_its_log()
    {
        Say("alone", "router", "first \"life\"");
        Say("alone", "router", "second life");

        Assert.Equal(["second life", "first \"life\""], new ActorLogs(Logs).Of("router", null, 10).Select(line => line.What));
    }

    [Fact]
    public void Takes_two_files_of_a_mebibyte_at_most_and_reads_across_them()
    {
        var words = new string('x', 1000);
        for (var i = 0; i < 2400; i++) Say("alone", "router", $"{i} {words}");

        var files = Directory.GetFiles(Logs).Select(file => new FileInfo(file).Length).ToArray();
        Assert.Equal(2, files.Length);
        Assert.All(files, length => Assert.InRange(length, 1, (1 << 20) + 2000));
        Assert.StartsWith("2399 ", new ActorLogs(Logs).Of("router", null, 1)[0].What, StringComparison.Ordinal);
        Assert.Equal(200, new ActorLogs(Logs).Of("router", null, 200).Count);
    }

    [Fact]
    public void A_log_that_cannot_be_written_warns_once_and_hurts_nobody()
    {
        folder.Write("actors", "a file in the way");
        using ActorLogFile log = new(Path.Combine(Logs, "alone.jsonl"), "alone", time, warnings.Add);
        log.Say("router", "one");
        log.Dispose();

        Assert.Contains("is not logged any more", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private void Say(string node, string actor, string what)
    {
        using ActorLogFile log = new(folder.File(RunFiles.OfNode("actors", node)), node, time, Assert.Fail);
        time.Advance(1);
        log.Say(actor, what);
    }
}
