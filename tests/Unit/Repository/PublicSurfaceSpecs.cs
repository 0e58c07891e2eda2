using System.CommandLine;
using System.Text;
using Moe.Cluster.Cli;
using Moe.Cluster.Hosting;
using Moe.Cluster.Telemetry;
using Moe.Unit.Specs.Cluster;
using Xunit;

namespace Moe.Unit.Specs.Repository;

/// <summary>
/// What scripts and people rely on, approved as text: commands with their options, settings, metrics. A change is made
/// on purpose by changing PublicSurface.approved.txt with it.
/// </summary>
public sealed class PublicSurfaceSpecs
{
    [Fact]
    public void The_surface_is_the_approved_one()
    {
        var approved = File.ReadAllText(RepositoryFiles.At("tests", "Unit", "Repository", "PublicSurface.approved.txt"));
        var found = Surface();

        Assert.True(approved == found, $"The surface has changed. If that is meant, approve this text:\n{found}");
    }

    private static string Surface()
    {
        StringBuilder text = new();
        foreach (var command in CommandLine.Commands().Subcommands) Append(text, command, "");
        text.Append('\n');
        foreach (var path in NodeConfiguration.Paths) text.Append(path).Append('\n');
        text.Append('\n');
        foreach (var metric in MetricNames.All) text.Append($"{metric.Name}{{{string.Join(',', metric.Labels)}}}\n");
        text.Append('\n');
        foreach (var code in Enum.GetValues<ExitCode>()) text.Append($"exit {(int)code} {code}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, Command command, string before)
    {
        var parts = command.Arguments.Select(argument => argument.Name)
            .Concat(command.Options.Select(option => option.HelpName is { } value ? $"{option.Name} {value}" : option.Name));
        text.AppendJoin(' ', [.. $"{before} {command.Name}".Trim().Split(' '), .. parts]).Append('\n');
        foreach (var sub in command.Subcommands) Append(text, sub, $"{before} {command.Name}");
    }
}
