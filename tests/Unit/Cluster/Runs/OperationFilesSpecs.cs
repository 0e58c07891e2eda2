using Moe.Actors.Operations;
using Moe.Cluster.Runs;
using Moe.Model;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class OperationFilesSpecs : IDisposable
{
    private static readonly AcceptedOperation First = new(1, 4, "ann", "too \"hot\"", new RunOperation(OperationKind.Pause));

    private static readonly AcceptedOperation Second = new(
        2, 4, "local", "memory", new RunOperation(OperationKind.Pin) { Expert = ExpertId.Vocabulary, Node = "akka.tcp://moe@a:1" }, "4f1c");

    private readonly TemporaryFolder folder = new();
    private readonly OperationFiles files;

    public OperationFilesSpecs() => files = new OperationFiles(folder.File("operations"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_next_epoch_takes_over_what_was_written()
    {
        Assert.Empty(files.Take(0));
        files.Keep(0, [First, Second]);

        Assert.Equal([First, Second], files.Take(1));
        Assert.Equal([First, Second], files.Newest);
    }

    [Fact]
    public void What_a_coordinator_that_was_replaced_still_writes_counts_no_more()
    {
        files.Keep(3, [First]);
        files.Take(4);

        files.Keep(3, [First, Second]);

        Assert.Equal([First], files.Take(5));
    }

    [Fact]
    public void What_a_replaced_coordinator_writes_first_counts_no_more_either()
    {
        files.Take(4);

        files.Keep(3, [First]);

        Assert.Empty(files.Take(5));
    }

    [Fact]
    public void Files_older_than_that_of_the_epoch_before_are_removed()
    {
        files.Keep(0, [First]);
        foreach (var epoch in new[] { 1, 2, 5 }) Assert.Equal([First], files.Take(epoch));

        Assert.Equal(["000002.jsonl", "000005.jsonl"],
            Directory.GetFiles(folder.File("operations")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{\"id\":1", "000000.jsonl is damaged")]
    [InlineData("{\"id\":1,\"step\":2,\"who\":\"ann\",\"why\":\"so\",\"operation\":\"fly\"}", "'fly' is no operation")]
    [InlineData("{\"operation\":\"pause\",\"why\":\"so\"}", "lacks one of id, step, who")]
    public void A_damaged_line_is_never_taken_for_no_operation(string line, string said)
    {
        folder.Write("operations/000000.jsonl", line + "\n");

        Assert.Contains(said, Assert.Throws<CheckpointException>(() => files.Take(1)).Message, StringComparison.Ordinal);
    }
}
