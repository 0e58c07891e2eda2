using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Cluster.Hosting;
using Moe.Curriculum.Stages;
using Xunit;

namespace Moe.Unit.Specs.Actors.Coordinator;

public sealed class RunTextDifferencesSpecs
{
    private static readonly TrainingSettings Run = SmallRun.Settings(SmallRun.Stage("first", 4), SmallRun.Stage("second", 6));

    [Fact]
    public void Equal_runs_do_not_differ() => Assert.Equal("", Between(Run));

    [Fact]
    public void Every_key_is_named_with_its_path_and_both_values()
    {
        var other = Run with
        {
            Seed = 7,
            Model = Run.Model with { Dropout = 0.5 },
            Stages = [Run.Stages[0], Run.Stages[1] with { Name = "last", Steps = 8 }],
        };

        Assert.Equal(
            [
                "training.run.model.dropout: 0.1 -> 0.5", "training.run.seed: 42 -> 7",
                "training.run.stages.1.name: \"second\" -> \"last\"",
                "training.run.stages.1.steps: 6 -> 8",
            ],
            Between(other).Split("; ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_one_lacks_is_absent_there()
    {
        var other = Run with { Stages = [Run.Stages[0]] };

        Assert.Contains("training.run.stages.1.name: \"second\" -> absent", Between(other), StringComparison.Ordinal);
        Assert.All(Between(other).Split("; "), one => Assert.EndsWith(" -> absent", one, StringComparison.Ordinal));
    }

    private static string Between(TrainingSettings other) =>
        RunTextDifferences.Of(RunSettings.Canonical(Run), RunSettings.Canonical(other));
}
