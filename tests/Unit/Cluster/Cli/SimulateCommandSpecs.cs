using Moe.Cluster.Cli;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Cli;

public sealed class SimulateCommandSpecs
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Fact]
    public async Task Prints_its_figures_and_draws_them()
    {
        using var folder = new TemporaryFolder();
        var plot = Path.Combine(folder.Path, "plot.svg");

        Assert.Equal(0, await Run(
            "simulate", "--nodes", "5", "--experts", "60", "--steps", "40", "--kill-every", "20", "--down-for", "5", "--plot", plot));

        var lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal(
            ["cluster", "placement", "throughput", "step", "balance", "stalls", "links", "losses"],
            lines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Contains("simulated ", error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(plot, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_have_defaults_and_reach_the_run()
    {
        Assert.Equal(0, await Run("simulate", "--steps", "2"));
        var usual = output.ToString();
        output.GetStringBuilder().Clear();
        Assert.Equal(0, await Run("simulate", "--steps", "2", "--tokens-per-second", "20000"));

        Assert.Contains("3 nodes, 36 experts of shape base", usual, StringComparison.Ordinal);
        Assert.NotEqual(usual, output.ToString());
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_is_refused()
    {
        Assert.Equal((int)ExitCode.Configuration, await Run("simulate", "--nodes", "0"));
        Assert.Equal((int)ExitCode.Environment, await Run("simulate", "--memory-gib", "1"));

        Assert.Contains("--nodes is 0, expected 1 to 100,000", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("bytes", error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Run(params string[] arguments) => CommandLine.RunAsync(arguments, output, error);
}
