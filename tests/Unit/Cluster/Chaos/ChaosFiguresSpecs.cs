using System.Globalization;
using Moe.Cluster.Chaos;
using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Chaos;

public sealed class ChaosFiguresSpecs
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Steps_that_were_taken_back_count_as_computed_and_not_as_committed()
    {
        var figures = ChaosFigures.Of(
            [Line(0, "step", 0), Line(1, "step", 1), Line(2, "recovered", 1), Line(3, "moved", 1), Line(4, "step", 1), Line(5, "step", 2)],
            [Line(0, "step", 0), Line(1, "step", 1), Line(2, "step", 2)], []);

        Assert.Equal((3L, 4L, 1), (figures.Committed, figures.Computed, figures.Recoveries));
        Assert.Equal((5, 2, 0.4), (figures.Seconds, figures.UndisturbedSeconds, figures.Efficiency));
        Assert.True(double.IsNaN(figures.MedianSeconds) && double.IsNaN(figures.WorstSeconds));
    }

    [Fact]
    public void A_recovery_lasts_from_the_kill_to_the_first_step_after_its_loss_was_noticed()
    {
        // Steps go on for a moment after a kill; the last kill comes when the run is through.
        var figures = ChaosFigures.Of(
            [
                Line(0, "step", 0), Line(2, "step", 1), Line(4, "node_lost", 2), Line(6, "recovered", 1), Line(7, "step", 1),
                Line(12, "resumed", 1), Line(14, "step", 2), Line(20, "node_lost", 2), Line(25, "step", 3), Line(27, "ended", 4),
            ],
            [Line(0, "step", 0), Line(9, "step", 3)], [Kill(1), Kill(8), Kill(17), Kill(26)]);

        Assert.Equal([6, 6, 8], figures.RecoverySeconds);
        Assert.Equal((6, 8), (figures.MedianSeconds, figures.WorstSeconds));
    }

    [Fact]
    public void A_run_without_steps_has_no_efficiency()
    {
        var figures = ChaosFigures.Of([Line(0, "started", 0)], [Line(0, "step", 0)], []);

        Assert.Equal((0L, 0.0, 0.0), (figures.Committed, figures.Seconds, figures.Efficiency));
    }

    private static NodeKill Kill(double second) => new(Start.AddSeconds(second), "node-1");

    private static LedgerLine Line(double second, string kind, long step) => LedgerLine.Parse(string.Create(
        CultureInfo.InvariantCulture, $$"""{"at":"{{Start.AddSeconds(second):O}}","kind":"{{kind}}","step":{{step}}}"""));
}
