using System.Diagnostics;
using Moe.Actors.Tracing;
using Moe.Cluster.Tracing;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Tracing;

/// <summary>
/// What following a step of the default run's kind costs: a micro-batch's way through 13 experts and back, Prepare and Commit at 37.
/// The budget is 0.5 % of the run when every hundredth step is followed; a step takes 100 ms on two cores.
/// </summary>
public sealed class TraceCostSpecs : IDisposable
{
    private const double StepMs = 100, Share = 0.005, Every = 100;
    private const int ExpertsOnPath = 13, Experts = 37, Rounds = 30;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_hundredth_step_followed_costs_less_than_half_a_percent()
    {
        using TraceFile trace = new(folder.File("node.jsonl"), "node", Assert.Fail);
        FollowStep(900_000);

        // The quickest round is what it costs; the others are what else the machine does.
        var best = Enumerable.Range(1, Rounds).Min(round =>
        {
            var began = Stopwatch.GetTimestamp();
            FollowStep(900_000 + round);
            return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        });

        TestContext.Current.TestOutputHelper?.WriteLine($"{best:F2} ms a followed step, {best / Every / StepMs:P4} of all");
        Assert.True(best <= StepMs * Share * Every, $"Following a step costs {best:F2} ms, the budget is {StepMs * Share * Every} ms.");
    }

    private static void FollowStep(long step)
    {
        using var whole = TrainingSpans.BeginStep(step)!;
        foreach (var operation in new[] { "forward", "backward", "gradient" })
        {
            for (var number = 0; number < ExpertsOnPath; number++)
            {
                ExpertId expert = new(ExpertKind.Encoder, 0, number);
                using var wait = TrainingSpans.Begin("wait", whole.Id, step, expert, operation);
                TrainingSpans.Follow(operation, wait!.Id, step, expert, static () => 0)();
            }
        }
        foreach (var phase in new[] { "prepare", "commit" })
        {
            for (var number = 0; number < Experts; number++)
                TrainingSpans.Follow(phase, whole.Id, step, new ExpertId(ExpertKind.Encoder, 1, number), static () => 0)();
        }
    }
}
