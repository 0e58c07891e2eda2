using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class LedgerTailSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_ledger_that_is_not_there_yet_has_no_lines()
    {
        LedgerTail tail = new(folder.File("ledger.jsonl"), 0);
        Assert.Empty(tail.Read());

        Append(Line("started", 0));

        Assert.Equal(["started"], Kinds(tail));
    }

    [Fact]
    public void Each_read_gives_what_was_added_since_and_half_a_line_when_it_is_whole()
    {
        var before = Line("started", 0);
        Append(before);
        LedgerTail tail = new(folder.File("ledger.jsonl"), before.Length);
        Assert.Empty(tail.Read());

        var (resumed, checkpoint) = (Line("resumed", 3), Line("Prüfung", 4));
        Append(resumed + checkpoint[..20]);
        Assert.Equal(["resumed"], Kinds(tail));
        Append(checkpoint[20..]);

        Assert.Equal(["Prüfung"], Kinds(tail));
        Assert.Empty(tail.Read());
    }

    [Fact]
    public void A_long_ledger_is_read_piece_by_piece_and_its_last_lines_by_themselves()
    {
        Append(Line("started", 0) + Line("stage", 0) + Line("checkpoint", 4));
        LedgerTail tail = new(folder.File("ledger.jsonl"), 0, bytesMost: Line("started", 0).Length + 10);

        Assert.Equal(["started"], Kinds(tail));
        Assert.Equal(["stage"], Kinds(tail));
        var last = Assert.Single(tail.Read());
        Assert.Equal(("checkpoint", new FileInfo(folder.File("ledger.jsonl")).Length), (last.Kind, last.End));
        Assert.Empty(tail.Read());

        var start = LedgerTail.StartOfLast(folder.File("ledger.jsonl"), Line("checkpoint", 4).Length + 10);
        Assert.Equal(["checkpoint"], Kinds(new LedgerTail(folder.File("ledger.jsonl"), start)));
        Assert.Equal(0, LedgerTail.StartOfLast(folder.File("ledger.jsonl"), 10_000));
    }

    [Fact]
    public void A_line_longer_than_a_piece_is_read_whole()
    {
        Append(Line("started", 0));

        Assert.Equal(["started"], Kinds(new LedgerTail(folder.File("ledger.jsonl"), 0, bytesMost: 3)));
    }

    private static string Line(string kind, long step) =>
        $$"""{"at":"2026-01-01T12:00:00.0000000+00:00","kind":"{{kind}}","step":{{step}}}""" + "\n";

    private static IEnumerable<string> Kinds(LedgerTail tail) => tail.Read().Select(line => line.Kind);

    private void Append(string text) => File.AppendAllText(folder.File("ledger.jsonl"), text);
}
