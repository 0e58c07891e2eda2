using Moe.Cluster.Runs;
using Moe.Cluster.Telemetry;
using Moe.Unit.Specs.Cluster.Runs;
using Spectre.Console;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Telemetry;

public sealed class ConsoleProgressSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly ManualTime time = new();
    private readonly ConsoleProgress progress;

    public ConsoleProgressSpecs()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        progress = new ConsoleProgress(console, new TaskCategories(TinyGym.Write(folder, "gym")), 100, time);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_line_tells_step_stage_loss_speed_and_time_left()
    {
        time.Advance(2);
        progress.OnStep(Steps.At(0));

        Assert.Equal("step 1/100  first  loss 2.000  50 tokens/s  3:18 left  | lexical 2.00", Assert.Single(Lines()));
    }

    [Fact]
    public void Fast_steps_do_not_flood_a_log_but_the_last_one_is_shown()
    {
        for (var step = 0; step < 100; step++)
        {
            time.Advance(0.1);
            progress.OnStep(Steps.At(step));
        }

        Assert.Equal(["1/100", "51/100", "100/100"], Lines().Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public void Events_voided_steps_and_scores_have_lines_of_their_own()
    {
        progress.OnEvent("stage", 0, new Dictionary<string, object?> { ["name"] = "first", ["noise"] = null });
        progress.OnStep(Steps.At(0, double.NaN, committed: false));
        progress.OnEvaluation(Steps.Evaluation(7));

        Assert.Contains("step 0: stage (name first)", Lines());
        Assert.Contains("step 0: voided, loss is NaN", Lines());
        Assert.Contains("step 7: dev score 0.250, mean of 2 tasks, in 4 s", Lines());
    }

    private string[] Lines() => output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
