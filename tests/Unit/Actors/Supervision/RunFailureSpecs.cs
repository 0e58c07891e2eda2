using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Ports;
using Moe.Model.Failures;
using Xunit;

namespace Moe.Unit.Specs.Actors.Supervision;

/// <summary>What the failure table says, seen from outside a real run.</summary>
public sealed class RunFailureSpecs
{
    [Fact]
    public async Task Trains_to_its_last_step_when_nothing_fails()
    {
        var steps = new List<long>();
        var run = new FailingRun { Observes = record => steps.Add(record.Step) };

        Assert.Equal(new RunOutcome(RunEnd.Finished, 4), await run.Run());
        Assert.Equal([0L, 1, 2, 3], steps);
        Assert.Equal([2L, 4], run.Whole.Select(manifest => manifest.Step));
    }

    [Fact]
    public async Task Ends_with_a_checkpoint_failure_when_a_part_cannot_be_written_and_keeps_the_one_before()
    {
        var parts = 0;
        var partsOfACheckpoint = SmallRun.Shape.AllExperts().Count() + 2;
        var run = new FailingRun
        {
            Writes = part =>
            {
                if (Interlocked.Increment(ref parts) <= partsOfACheckpoint) return;
                throw new IOException($"no space for {part}");
            },
        };

        var outcome = await run.Run();

        Assert.Equal((RunEnd.Failed, 4), (outcome.End, outcome.Steps));
        Assert.IsType<IOException>(Assert.IsType<CheckpointException>(outcome.Failure).InnerException);
        Assert.Equal([2L], run.Whole.Select(manifest => manifest.Step));
        Assert.Single(run.Events, "failed Checkpoint");
    }

    [Fact]
    public async Task Ends_with_the_cause_when_the_coordinator_s_own_turn_throws()
    {
        var escaped = new EnvironmentException("the ledger's disk is full");
        var run = new FailingRun { Observes = _ => throw escaped };

        var outcome = await run.Run();

        Assert.Equal(RunEnd.Failed, outcome.End);
        Assert.Same(escaped, outcome.Failure);
    }

    [Fact]
    public async Task Ends_with_the_cause_when_an_expert_cannot_load_its_weights()
    {
        var damaged = new CheckpointException("decoder.1.1: damaged");
        var run = new FailingRun
        {
            Opens = part =>
            {
                if (part == "decoder.1.1") throw damaged;
            },
        };
        var state = CoordinatorSnapshot.Write(new CoordinatorSnapshot(0, [0, 0, 0], [], []));

        var outcome = await run.Run(new CheckpointManifest(2, "hash", [], state));

        Assert.Equal((RunEnd.Failed, 2), (outcome.End, outcome.Steps));
        Assert.Same(damaged, outcome.Failure);
        Assert.Single(run.Events, "failed ExpertStart");
    }
}
