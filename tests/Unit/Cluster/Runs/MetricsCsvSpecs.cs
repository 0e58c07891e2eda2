using Moe.Cluster.Reports;
using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class MetricsCsvSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_row_a_step_with_loss_by_category_in_the_ontologys_order()
    {
        using (var csv = Open()) Step(csv, 0, 2);

        var (header, row) = (Csv.Fields(Lines()[0]), Csv.Fields(Lines()[1]));
        Assert.Equal(["loss_world", "loss_lexical"], header.TakeLast(2));
        Assert.Equal(header.Count, row.Count);
        Assert.Equal(["0", "first", "1", "2", "50", "2", "100", "10", "0.5", "1", "0.001", "2", "2", "0", "", "2"], row);
    }

    [Fact]
    public void Rows_after_the_checkpoint_go_when_the_run_is_resumed()
    {
        using (var csv = Open())
        {
            for (var step = 0; step < 5; step++) Step(csv, step, 1);
        }
        using (var csv = Open())
        {
            csv.OnEvent(RunEvents.Resumed, 3, new Dictionary<string, object?>());
            Step(csv, 3, 1);
        }

        Assert.Equal(["step", "0", "1", "2", "3"], Lines().Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void Time_between_steps_that_is_not_a_steps_counts_for_none()
    {
        using (var csv = Open())
        {
            Step(csv, 0, 1);
            time.Advance(60);
            csv.OnEvaluation(Steps.Evaluation(1));
            Step(csv, 1, 3);
        }

        var totals = RunTotals.Read(folder.File("metrics.csv"));
        Assert.Equal((2, 0, 4, 200), (totals.Steps, totals.Voided, totals.Seconds, totals.Tokens));
        Assert.Equal(50, totals.TokensPerSecond);
        Assert.Equal(["all", "world", "lexical"], totals.Losses(10).Select(line => line.Name));
        Assert.Equal([(0, 2), (1, 2)], totals.Losses(10)[0].Points);
        Assert.Equal([(0.5, 2)], totals.Losses(1)[0].Points);
    }

    private MetricsCsv Open() => new(folder.File("metrics.csv"), new TaskCategories(TinyGym.Write(folder, "gym")), time);

    private void Step(MetricsCsv csv, long step, double seconds)
    {
        time.Advance(seconds);
        csv.OnStep(Steps.At(step));
    }

    private string[] Lines() => File.ReadAllLines(folder.File("metrics.csv"));
}
