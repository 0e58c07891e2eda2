using System.Text.Json;
using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class LedgerSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Writes_every_event_step_and_evaluation_as_a_line_of_JSON_in_order()
    {
        using (Ledger ledger = new(folder.File("ledger.jsonl"), time))
        {
            ledger.OnEvent("started", 0, new Dictionary<string, object?> { ["lanes"] = 2 });
            time.Advance(1.5);
            ledger.OnStep(Steps.At(0));
            ledger.OnStep(Steps.At(1, double.NaN, committed: false));
            ledger.OnEvaluation(Steps.Evaluation(2));
        }

        var lines = Lines();
        Assert.Equal(["started", "step", "step", "evaluation"], lines.Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(2, lines[0].GetProperty("lanes").GetInt32());
        Assert.Equal("2026-01-01T12:00:01.5000000+00:00", lines[1].GetProperty("at").GetString());
        Assert.Equal(10, lines[1].GetProperty("by_task").GetProperty("colour").GetProperty("tokens").GetInt32());
        Assert.Equal("NaN", lines[2].GetProperty("loss").GetString());
        Assert.Equal("loss is NaN", lines[2].GetProperty("reason").GetString());
        Assert.Equal(0.25, lines[3].GetProperty("scores").GetProperty("colour").GetDouble());
    }

    [Fact]
    public void Goes_on_behind_what_was_written_and_drops_a_line_that_was_cut()
    {
        File.WriteAllText(folder.File("ledger.jsonl"), "{\"kind\":\"started\",\"step\":0}\n{\"kind\":\"st");
        using (Ledger ledger = new(folder.File("ledger.jsonl"), time))
            ledger.OnEvent("resumed", 0, new Dictionary<string, object?>());

        Assert.Equal(["started", "resumed"], Lines().Select(line => line.GetProperty("kind").GetString()));
    }

    [Fact]
    public void Each_line_is_there_as_soon_as_it_is_written()
    {
        using Ledger ledger = new(folder.File("ledger.jsonl"), time);
        ledger.OnStep(Steps.At(0));

        using FileStream read = new(folder.File("ledger.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.True(read.Length > 0);
    }

    private List<JsonElement> Lines() =>
        [.. File.ReadAllLines(folder.File("ledger.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
}
