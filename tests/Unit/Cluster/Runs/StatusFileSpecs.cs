using Moe.Actors.Coordinator;
using Moe.Actors.Ports;
using Moe.Cluster.Cli;
using Moe.Cluster.Runs;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class StatusFileSpecs : IDisposable
{
    private static readonly Dictionary<string, object?> Nothing = [];
    private static readonly ExpertId First = new(ExpertKind.Encoder, 0, 0), Second = new(ExpertKind.Encoder, 0, 1);

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    private string Path => folder.File("status.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shows_step_epoch_members_and_experts()
    {
        Opened().OnStep(Placed(4));

        var status = StatusFile.Read(Path)!;

        Assert.Equal((5L, 20L, "first", 3L, "step"), (status.Step, status.PlannedSteps, status.Stage, status.Epoch, status.Last));
        Assert.Equal([new MemberStatus("a", false, 2), new MemberStatus("b", true, 0)], status.Members);
        Assert.Equal([new ExpertStatus("encoder.0.0", "a", 5, 2), new ExpertStatus("encoder.0.1", "a", 5, 0)], status.Experts);
    }

    [Fact]
    public void An_expert_that_is_off_is_shown_so_with_each_of_its_replicas()
    {
        var replica = Second with { Replica = 1 };
        Opened().OnStep(Placed(4) with
        {
            Places = new Dictionary<ExpertId, string> { [First] = "a", [Second] = "a", [replica] = "b" },
            Off = [Second],
        });

        var status = StatusFile.Read(Path)!;
        StringWriter printed = new();
        StatusCommand.Print(status, time.GetUtcNow(), printed);
        var off = printed.ToString().Split('\n').Where(line => line.EndsWith("  off", StringComparison.Ordinal));

        Assert.Equal([false, true, true], status.Experts.Select(expert => expert.Off));
        Assert.Equal(["encoder.0.1", "encoder.0.1~1"], off.Select(line => line.Split(' ')[2]));
    }

    [Fact]
    public void Is_written_with_steps_once_a_second_and_with_every_event()
    {
        var file = Opened();
        file.OnStep(Placed(0));
        file.OnStep(Placed(1));
        Assert.Equal(1, StatusFile.Read(Path)!.Step);

        file.OnEvent("checkpoint", 2, Nothing);
        Assert.Equal(("checkpoint", 2L), (StatusFile.Read(Path)!.Last, StatusFile.Read(Path)!.Step));
        time.Advance(1);
        file.OnStep(Placed(2));

        Assert.Equal(3, StatusFile.Read(Path)!.Step);
        Assert.Equal(6, StatusFile.Read(Path)!.Experts[0].MicroBatches);
    }

    [Fact]
    public void The_phase_is_that_of_the_moment()
    {
        var file = Opened();
        file.OnPhase(RunPhase.Restoring);
        file.OnEvent(RunEvents.NodeLost, 3, Nothing);

        Assert.Equal(RunPhase.Restoring, StatusFile.Read(Path)!.Phase);
        Assert.Contains("\"phase\": \"restoring\"", File.ReadAllText(Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_losses_recoveries_and_moves_apart_and_goes_on_counting_under_another_coordinator()
    {
        var file = Opened();
        foreach (var kind in new[] { RunEvents.Started, RunEvents.NodeLost, RunEvents.Recovered, RunEvents.Moved, RunEvents.HandedOver })
            file.OnEvent(kind, 1, Nothing);

        Opened().OnEvent(RunEvents.Resumed, 1, Nothing);

        Assert.Equal((1, 2, 1), Counts());
    }

    [Theory]
    [InlineData("checkpoint", true, 1)]
    [InlineData("step", true, 1)]
    [InlineData(RunEvents.HandedOver, true, 0)]
    [InlineData(RunEvents.Ended, true, 0)]
    [InlineData(RunEvents.Failed, true, 0)]
    [InlineData("checkpoint", false, 0)]
    public void A_coordinator_that_said_nothing_at_its_end_was_lost_with_its_node(string last, bool takesOver, int lost)
    {
        Opened().OnEvent(last, 1, Nothing);

        new StatusFile(Path, "next:1", 20, time, takesOver).OnEvent(RunEvents.Resumed, 1, Nothing);

        Assert.Equal(lost, Counts().Lost);
    }

    [Fact]
    public void A_file_that_is_no_status_is_forgotten()
    {
        File.WriteAllText(Path, "");

        Opened().OnEvent(RunEvents.Resumed, 7, Nothing);

        Assert.Equal((0, 1, 0), Counts());
    }

    private StatusFile Opened() => new(Path, "first:1", 20, time, takesOver: true);

    private (int Lost, int Recoveries, int Moves) Counts() =>
        StatusFile.Read(Path) is { } status ? (status.NodesLost, status.Recoveries, status.Moves) : (-1, -1, -1);

    private static StepRecord Placed(long step) => Steps.At(step) with
    {
        Epoch = 3,
        Nodes = new Dictionary<string, bool> { ["b"] = true, ["a"] = false },
        Places = new Dictionary<ExpertId, string> { [Second] = "a", [First] = "a" },
        Load = new Dictionary<ExpertId, int> { [First] = 2 },
    };
}
