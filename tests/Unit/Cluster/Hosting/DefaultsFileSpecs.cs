using Moe.Actors;
using Moe.Cluster.Hosting;
using Moe.Cluster.Settings;
using Moe.Curriculum.Stages;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Hosting;

/// <summary>cluster.hocon is the manual of the settings: it must name each, and no other, with its default.</summary>
public sealed class DefaultsFileSpecs
{
    private const string DefaultRunMark = "Default run";

    private static readonly string File = RepositoryFiles.At("cluster.hocon");

    [Fact]
    public void Every_setting_is_written_in_the_file()
    {
        var written = WrittenKeys().Select(line => line.Path).ToHashSet();

        Assert.DoesNotContain(NodeConfiguration.Paths, path => !written.Contains(path));
    }

    [Fact]
    public void Every_line_of_the_training_sections_is_a_setting()
    {
        var known = NodeConfiguration.Paths.ToHashSet();

        Assert.DoesNotContain(WrittenKeys().Select(line => line.Path),
            path => path.StartsWith("training.", StringComparison.Ordinal) && !known.Contains(path));
    }

    [Fact]
    public void Every_first_mention_of_a_setting_has_a_comment_right_before_it()
    {
        var silent = WrittenKeys().DistinctBy(line => line.Path).Where(line => line.Comment.Length == 0).Select(line => line.Path);

        Assert.DoesNotContain(silent, path => path.StartsWith("training.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_is_not_the_programs_default_says_that_it_is_the_default_runs()
    {
        var file = NodeConfiguration.Read(File, null, [], null);
        var comments = WrittenKeys().DistinctBy(line => line.Path).ToDictionary(line => line.Path, line => line.Comment);
        TrainingSettings defaults = new() { Model = file.Run.Model, Curriculum = file.Run.Curriculum, Stages = file.Run.Stages };
        TrainingSettings paper = defaults with
        {
            Model = file.Run.Model with { MaxPositions = 1024, Dropout = 0.1, AttentionDropout = 0, ActivationDropout = 0, Experts = 3 },
            Curriculum = new() { GymFolder = file.Run.Curriculum.GymFolder, Split = file.Run.Curriculum.Split },
        };

        var unmarked = RunSettings.Differences(paper, file.Run).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])
            .Where(path => !comments[path].Contains(DefaultRunMark, StringComparison.Ordinal));

        Assert.Empty(unmarked);
    }

    [Fact]
    public void The_node_section_holds_the_programs_defaults()
    {
        var node = NodeConfiguration.Read(File, null, [], null).Node;

        Assert.Empty(node.ExpertDevices);
        Assert.Empty(node.Pins);
        Assert.Equal(new NodeSettings { ExpertDevices = node.ExpertDevices, Pins = node.Pins }, node);
    }

    [Fact]
    public void The_defaults_of_a_stage_are_told_in_brackets()
    {
        TrainingStage plain = new() { Name = "plain", Steps = 1 };
        HoconText text = new();
        StageSettings.Section.Write(text, plain);
        var comments = WrittenKeys().DistinctBy(line => line.Path).ToDictionary(line => line.Path, line => line.Comment);

        foreach (var (key, value) in text.Values.Where(entry => entry.Key is not ("name" or "steps")))
        {
            var comment = comments[$"{RunSettings.Path}.stages[].{key}"];
            Assert.True(comment.Contains($"[{value}]", StringComparison.OrdinalIgnoreCase) || IsSameNumber(comment, value),
                $"the comment of {key} does not say [{value}]: {comment}");
        }
    }

    private static bool IsSameNumber(string comment, string value) =>
        double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var expected)
        && comment.Split('[', ']') is [_, var said, ..]
        && double.TryParse(said, System.Globalization.CultureInfo.InvariantCulture, out var found) && found == expected;

    /// <summary>Reads the file as a person does: keys with the section they stand in and the comment above them.</summary>
    private static IEnumerable<(string Path, string Comment)> WrittenKeys()
    {
        Stack<string> sections = new();
        var comment = "";
        foreach (var raw in System.IO.File.ReadLines(File))
        {
            var line = raw.Trim();
            if (line.StartsWith('#')) comment += line + " ";
            else if (line.EndsWith("{}", StringComparison.Ordinal))
            {
                yield return (Join(sections, line[..^2].Trim()), comment);
                comment = "";
            }
            else if (line.EndsWith('{') || line.EndsWith('['))
            {
                var name = line.TrimEnd('{', '[', ' ', '=');
                sections.Push(line.EndsWith('[') ? name + "[]" : name);
                comment = "";
            }
            else if (line is "}" or "]") sections.Pop();
            else if (line.Split('=', 2) is [var key, _])
            {
                yield return (Join(sections, key.Trim()), comment);
                comment = "";
            }
            else comment = "";
        }
    }

    private static string Join(Stack<string> sections, string key) =>
        string.Join('.', sections.Reverse().Append(key).Where(part => part.Length > 0));
}
