using System.Text.RegularExpressions;
using Moe.Actors.Ports;
using Moe.Cluster.Faults;
using Moe.Model.Failures;
using Moe.Unit.Specs.Repository;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Faults;

public sealed class ArmedFaultSpecs
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Nothing_is_armed_where_nobody_asks_for_it(string? text) => Assert.Null(ArmedFault.Parse(text, _ => { }));

    [Theory]
    [InlineData("commit-sent")]
    [InlineData("commit-sent:0")]
    [InlineData("commit-sent:-1")]
    [InlineData("commit-sent:first")]
    [InlineData("commit-sent:1:2")]
    [InlineData("CommitSent:1")]
    [InlineData("somewhere:1")]
    public void A_text_that_arms_nothing_is_refused_with_the_form_and_the_points(string text)
    {
        var refused = Assert.Throws<ConfigurationException>(() => ArmedFault.Parse(text, _ => { }));

        Assert.StartsWith($"MOE_FAULT is '{text}', expected POINT:PASS", refused.Message, StringComparison.Ordinal);
        Assert.All(ArmedFault.Points.Keys, point => Assert.Contains(point, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_points_and_earlier_passes_are_passed()
    {
        List<string> said = [];
        var armed = ArmedFault.Parse("commit-sent:3", said.Add)!;

        armed.Pass(FaultPoint.StepEnded);
        armed.Pass(FaultPoint.CommitSent);
        armed.Pass(FaultPoint.CommitSent);

        Assert.Empty(said);
    }

    [Fact]
    public void The_document_lists_every_point_and_no_other()
    {
        var document = File.ReadAllText(RepositoryFiles.At("docs", "testing.md"));
        var listed = Regex.Matches(document, @"^\| `([a-z-]+)` \| ", RegexOptions.Multiline).Select(row => row.Groups[1].Value);

        Assert.Equal(ArmedFault.Points.Keys, listed);
    }

    [Fact]
    public void Every_point_is_passed_in_one_place()
    {
        var code = string.Concat(SourceFiles.CSharp("src").Select(file => file.Text));

        Assert.All(Enum.GetNames<FaultPoint>(), point => Assert.Single(Regex.Matches(code, $@"FaultPoint\.{point}\b")));
    }
}
