using System.CommandLine;
using Moe.Cluster.Cli;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Cli;

public sealed class CommandLineSpecs
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public static TheoryData<string> Verbs =>
        [.. CommandLine.Commands().Subcommands.SelectMany(command => Paths(command, ""))];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_of_every_command_explains_each_option_and_ends_with_examples(string path)
    {
        Assert.Equal(0, await Run([.. path.Split(' '), "--help"]));

        var command = Find(path);
        Assert.Contains("Description:", output.ToString(), StringComparison.Ordinal);
        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), argument.Name));
        if (command.Subcommands.Count > 0) return;
        Assert.Contains("Examples:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains($"./cluster {path}", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_a_command_line_that_parses()
    {
        foreach (var verb in CommandLine.Commands().Subcommands.SelectMany(Leaves).OfType<Verb>())
        {
            foreach (var example in verb.Examples)
            {
                Assert.StartsWith(CommandLine.ProgramName + " ", example, StringComparison.Ordinal);
                var parsed = CommandLine.Commands().Parse(example[CommandLine.ProgramName.Length..]);
                Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(" ", parsed.Errors.Select(wrong => wrong.Message))}");
            }
        }
    }

    [Theory]
    [InlineData("train --stepz 5", "./cluster train --help")]
    [InlineData("train --steps many", "./cluster train --help")]
    [InlineData("train --steps 0", "--steps must be at least 1")]
    [InlineData("data check", "./cluster data check --help")]
    [InlineData("verify one", "./cluster verify --help")]
    [InlineData("export --run r --task t", "--out")]
    [InlineData("fly", "./cluster --help")]
    [InlineData("eval --run r --rows train", "dev")]
    public async Task A_wrong_command_line_is_one_paragraph_with_its_own_code(string line, string said)
    {
        Assert.Equal((int)ExitCode.Usage, await Run(line.Split(' ')));

        Assert.StartsWith("error: ", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
        Assert.Empty(output.ToString());
    }

    private Task<int> Run(string[] arguments) => CommandLine.RunAsync(arguments, output, error);

    private static Command Find(string path) => path.Split(' ').Aggregate(
        (Command)CommandLine.Commands(), (command, name) => command.Subcommands.Single(sub => sub.Name == name));

    private static IEnumerable<string> Paths(Command command, string before) =>
        command.Subcommands.SelectMany(sub => Paths(sub, $"{before}{command.Name} ")).Prepend(before + command.Name);

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
