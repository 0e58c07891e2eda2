using Moe.Actors;
using Xunit;

namespace Moe.Chaos.Specs.Training;

public sealed class TrainingSimulationSpecs
{
    private const int Steps = 6;
    private const ulong Seeds = 60;

    [Fact]
    public void A_training_ends_with_the_same_weights_on_any_number_of_nodes_and_under_any_delays()
    {
        var expected = Trained(seed: 0, nodes: 1).Weights;
        for (ulong seed = 1; seed < Seeds; seed++)
        {
            var record = Trained(seed, nodes: 1 + (int)(seed % 5));
            Assert.Equal(expected, record.Weights);
        }
    }

    [Fact]
    public void Every_addition_and_every_checkpoint_is_looked_at()
    {
        var record = Trained(seed: 1, nodes: 3);

        Assert.Equal(new RunOutcome(RunEnd.Finished, Steps), record.Outcome);
        Assert.All(record.Steps, step => Assert.True(step.Committed));
        Assert.True(record.ExactlyOnce.Additions > Steps * 5, $"{record.ExactlyOnce.Additions} additions");
        Assert.True(record.ExactlyOnce.Updates >= Steps * 5, $"{record.ExactlyOnce.Updates} updates");
        Assert.True(record.Checkpoints.Checked > 0, "no manifest was looked at");
    }

    [Fact]
    public void A_seed_is_a_whole_run()
    {
        Assert.Equal(Hash(4), Hash(4));
        Assert.NotEqual(Hash(4), Hash(5));
    }

    private static TrainingRecord Trained(ulong seed, int nodes)
    {
        var run = new TrainingSimulation(seed, planSeed: 11, nodes, Steps);
        run.Run();
        return run.Record;
    }

    private static ulong Hash(ulong seed)
    {
        var run = new TrainingSimulation(seed, planSeed: 11, 3, Steps);
        run.Run();
        return run.TraceHash;
    }
}
