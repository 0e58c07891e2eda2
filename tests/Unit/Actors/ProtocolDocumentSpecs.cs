using Moe.Actors.Messages;
using Moe.Actors.Supervision;
using Moe.Unit.Specs.Cluster;
using Xunit;

namespace Moe.Unit.Specs.Actors;

/// <summary>docs/protocol.md is compared with the code, so that neither can change alone.</summary>
public sealed class ProtocolDocumentSpecs
{
    private static readonly string[] Lines = File.ReadAllLines(RepositoryFiles.At("docs", "protocol.md"));

    [Fact]
    public void Has_a_row_for_every_message_and_no_other()
    {
        Type[] families =
        [
            typeof(RouterCommands), typeof(RouterEvents), typeof(ExpertCommands), typeof(ExpertEvents),
            typeof(CoordinatorCommands), typeof(CoordinatorEvents), typeof(NodeCommands), typeof(NodeEvents),
        ];
        var expected = families.SelectMany(family => family.GetNestedTypes(),
            (family, message) => $"{family.Name}.{message.Name}");
        var found = Rows("Messages").Select(cells => cells[0].Trim('`'));

        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Has_a_row_for_every_input_of_the_coordinators_own() => Assert.Equal(
        typeof(CoordinatorInput).GetNestedTypes().Select(input => input.Name).Order(StringComparer.Ordinal),
        Rows("The coordinator's own work").Select(cells => cells[0].Trim('`')).Order(StringComparer.Ordinal));

    [Fact]
    public void Names_only_replies_that_exist()
    {
        var messages = Rows("Messages").Select(cells => cells[0].Trim('`').Split('.')[1]).ToHashSet();

        var replies = Rows("Messages").SelectMany(cells => cells[3].Split(", "));

        foreach (var reply in replies.Where(reply => reply != "none"))
            Assert.Contains(reply, messages);
    }

    [Fact]
    public void Says_what_becomes_of_every_message_that_is_lost() => Assert.Equal(
        Rows("Messages").Select(cells => cells[0]), Rows("Lost messages").Select(cells => cells[0]));

    [Fact]
    public void Shows_the_failure_table_as_it_is_in_the_code() => Assert.Equal(
        FailureTable.Rows.Select(row => (string[])[$"`{row.Kind}`", row.What, $"`{row.Answer}`", row.Then]),
        Rows("Failures"));

    /// <summary>The cells of the table under a heading, without its two head lines.</summary>
    private static string[][] Rows(string heading) =>
    [
        .. Lines.SkipWhile(line => line != $"## {heading}").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
    ];
}
