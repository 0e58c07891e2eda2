using Moe.Actors;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Actors;

public sealed class StepSimulationSpecs
{
    private const int Seeds = 200;

    [Fact]
    public void Ends_with_the_same_weights_under_any_order_of_messages()
    {
        var expected = Calm(seed: 0, routers: 1);
        for (var seed = 1; seed < Seeds; seed++) Assert.Equal(expected, Calm(seed, routers: 1 + seed % 3));
    }

    [Fact]
    public void Ends_with_the_same_weights_when_operations_fail_and_are_tried_again()
    {
        var expected = Calm(seed: 0, routers: 1);
        var (finished, retried) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var run = new StepSimulation(seed, planSeed: 11, 1 + seed % 3, failures: 0.01, badLosses: 0);
            run.Run();
            retried += run.Records.Sum(record => record.Retried);
            if (run.Outcome!.End == RunEnd.Failed)
            {
                Assert.IsType<EnvironmentException>(run.Outcome.Failure);
                continue;
            }
            finished++;
            Assert.Equal(expected, run.Weights);
        }
        Assert.True(finished > Seeds / 2, $"{finished} runs finished");
        Assert.True(retried > Seeds, $"{retried} micro-batches were tried again");
    }

    [Fact]
    public void Ends_every_step_once_when_losses_are_not_numbers_and_operations_fail()
    {
        var voided = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var run = new StepSimulation(seed, (ulong)seed, 1 + seed % 3, failures: 0.005, badLosses: 0.05, steps: 8);
            run.Run();
            Assert.Equal(run.Outcome!.Steps, run.Records.Count);
            voided += run.Records.Count(record => !record.Committed);
        }
        Assert.True(voided > Seeds / 2, $"{voided} steps were voided");
    }

    [Fact]
    public void Grants_a_wish_to_stop_that_comes_at_any_moment()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var run = new StepSimulation(seed, planSeed: 11, 2, failures: 0.001, badLosses: 0.02, steps: 30)
            {
                StopAtTurn = 7 * seed,
            };
            run.Run();
            if (run.Outcome!.End == RunEnd.Failed) continue;
            Assert.Equal(RunEnd.Stopped, run.Outcome.End);
            Assert.Equal(run.Outcome.Steps, run.Checkpointed);
        }
    }

    private static IReadOnlyList<ulong> Calm(int seed, int routers)
    {
        var run = new StepSimulation(seed, planSeed: 11, routers, failures: 0, badLosses: 0);
        run.Run();
        Assert.Equal(new RunOutcome(RunEnd.Finished, 6), run.Outcome);
        Assert.All(run.Records, record => Assert.True(record.Committed));
        return run.Weights;
    }
}
