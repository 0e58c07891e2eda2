using System.Globalization;
using Moe.Cluster.Cli;
using Moe.Cluster.Runs;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Cli;

public sealed class ExitCodeSpecs
{
    [Fact]
    public void Every_failure_has_a_code_of_its_own()
    {
        Exception[] failures =
        [
            new ConfigurationException(""), new DataException(""), new WeightsException(""), new CheckpointException(""),
            new EnvironmentException(""), new RunFolderException(""), new InvalidOperationException(),
        ];

        var codes = failures.Select(FailureReport.CodeOf).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.DoesNotContain(ExitCode.Success, codes);
    }

    [Fact]
    public void Every_kind_of_failure_that_the_user_can_mend_has_a_code()
    {
        var kinds = new[] { typeof(MoeException).Assembly, typeof(RunFolderException).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsSubclassOf(typeof(MoeException)) && !type.IsAbstract);

        foreach (var kind in kinds)
        {
            var failure = (Exception)Activator.CreateInstance(kind, "said", null)!;
            Assert.NotEqual(ExitCode.Bug, FailureReport.CodeOf(failure));
        }
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(DirectoryNotFoundException))]
    public void What_the_file_system_refuses_is_of_the_environment_and_one_line(Type kind)
    {
        StringWriter error = new();

        var code = FailureReport.Write((Exception)Activator.CreateInstance(kind, "Access to 'gym/colour' is denied.")!, error);

        Assert.Equal(ExitCode.Environment, code);
        Assert.StartsWith("error: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("'gym/colour' is denied", Assert.Single(error.ToString().Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void The_operating_manual_has_a_row_for_every_code_and_no_other()
    {
        var documented = File.ReadLines(RepositoryFiles.At("docs", "operating.md"))
            .SkipWhile(line => !line.StartsWith("## Exit codes", StringComparison.Ordinal))
            .Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length > 3 && int.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .Select(cells => (int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2]));

        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => ((int)code, code.ToString())), documented);
    }

    [Fact]
    public void A_failure_to_mend_is_one_line_and_a_bug_tells_all()
    {
        StringWriter mended = new(), bug = new();

        Assert.Equal(ExitCode.Data, FailureReport.Write(new DataException("a row is bad. Mend it."), mended));
        Assert.Equal(ExitCode.Bug, FailureReport.Write(new InvalidOperationException("inside"), bug));

        Assert.Equal("error: a row is bad. Mend it." + Environment.NewLine, mended.ToString());
        Assert.Contains("fault of the program", bug.ToString(), StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: inside", bug.ToString(), StringComparison.Ordinal);
    }
}
