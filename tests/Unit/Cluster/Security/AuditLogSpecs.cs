using System.Text.Json;
using Moe.Cluster.Security;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Security;

public sealed class AuditLogSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void There_is_no_file_before_there_is_a_line()
    {
        using AuditLog audit = new(folder.File("audit", "node.jsonl"), "node", time);

        Assert.False(Directory.Exists(folder.File("audit")));
    }

    [Fact]
    public void An_operation_is_a_line_with_time_node_caller_and_what_was_asked()
    {
        using AuditLog audit = new(folder.File("audit", "node.jsonl"), "one:4053", time);

        audit.Acted("ann", "127.0.0.1", "POST /api/operations", "{\n\"operation\":\"pause\"}"u8, AuditLog.Done);

        var line = Assert.Single(Lines());
        Assert.Equal(["at", "node", "who", "address", "what", "asked", "outcome"], line.EnumerateObject().Select(field => field.Name));
        Assert.Equal("one:4053", line.GetProperty("node").GetString());
        Assert.Equal("ann", line.GetProperty("who").GetString());
        Assert.Equal("{\n\"operation\":\"pause\"}", line.GetProperty("asked").GetString());
        Assert.Equal(time.GetUtcNow(), line.GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public void Refusals_are_bounded_by_time_and_those_left_out_are_counted()
    {
        using AuditLog audit = new(folder.File("audit", "node.jsonl"), "node", time);

        for (var attempt = 0; attempt < 1000; attempt++) audit.Refused("anonymous", "10.0.0.1", "GET /metrics", "401");
        Assert.Equal(60, Lines().Count);
        time.Advance(61);
        audit.Refused("anonymous", "10.0.0.1", "GET /metrics", "401");

        Assert.Equal(61, Lines().Count);
        Assert.Equal(940, Lines()[^1].GetProperty("refusals_left_out").GetInt64());
    }

    [Fact]
    public void Another_life_of_the_node_goes_on_with_the_file()
    {
        for (var life = 0; life < 2; life++)
        {
            using AuditLog audit = new(folder.File("audit", "node.jsonl"), "node", time);
            audit.Acted("ann", "", "POST /api/operations", default, AuditLog.Done);
        }

        Assert.Equal(2, Lines().Count);
    }

    private List<JsonElement> Lines() =>
        [.. File.ReadLines(folder.File("audit", "node.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
}
