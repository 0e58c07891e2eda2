using Moe.Actors.Ports;
using Moe.Model;
using Moe.Unit.Specs.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Telemetry;

/// <summary>Experts as the coordinator and as their own node see them.</summary>
public sealed class ExpertMetersSpecs
{
    private static readonly ExpertId First = ExpertId.Parse("encoder.0.0"), Second = ExpertId.Parse("encoder.0.1");

    private readonly MeteredNode node = new();

    [Fact]
    public async Task Load_updates_and_places_follow_the_steps()
    {
        Step(0, "a", committed: true);
        Step(1, "b", committed: false);

        var page = await node.Page();

        Assert.Contains("moe_expert_micro_batches_total{expert=\"encoder.0.0\",layer=\"encoder.0\"} 6\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_micro_batches_total{expert=\"encoder.0.1\",layer=\"encoder.0\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_updates_total{expert=\"encoder.0.0\",layer=\"encoder.0\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_updates_total{expert=\"encoder.0.1\",layer=\"encoder.0\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_version{expert=\"vocabulary\",layer=\"vocabulary\"} 2\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expert_that_moves_leaves_no_old_place()
    {
        Step(0, "a", committed: true);
        Step(1, "b", committed: true);

        var page = await node.Page();

        Assert.Contains("moe_expert_place_info{expert=\"encoder.0.1\",node=\"b\"} 1\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("node=\"a\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replicas_count_as_one_expert_that_has_fewer_of_them_when_one_is_lost()
    {
        var replica = First with { Replica = 1 };
        node.Run.OnStep(Steps.At(0) with
        {
            Places = new Dictionary<ExpertId, string> { [First] = "a", [replica] = "b" },
            Load = new Dictionary<ExpertId, int> { [First] = 2, [replica] = 1 },
        });
        var both = await node.Page();
        node.Run.OnStep(Steps.At(1) with { Places = new Dictionary<ExpertId, string> { [First] = "a" } });
        var one = await node.Page();

        Assert.Contains("moe_expert_micro_batches_total{expert=\"encoder.0.0\",layer=\"encoder.0\"} 3\n", both, StringComparison.Ordinal);
        Assert.Contains("moe_expert_replicas{expert=\"encoder.0.0\",layer=\"encoder.0\"} 2\n", both, StringComparison.Ordinal);
        Assert.Contains("moe_expert_place_info{expert=\"encoder.0.0~1\",node=\"b\"} 1\n", both, StringComparison.Ordinal);
        Assert.Contains("moe_expert_replicas{expert=\"encoder.0.0\",layer=\"encoder.0\"} 1\n", one, StringComparison.Ordinal);
        Assert.Contains("moe_expert_planned_replicas{expert=\"encoder.0.0\",layer=\"encoder.0\"} 1\n", one, StringComparison.Ordinal);
        Assert.DoesNotContain("node=\"b\"", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expert_is_on_or_off_as_the_last_step_had_it()
    {
        Step(0, "a", committed: true, First);
        var before = await node.Page();
        Step(1, "a", committed: true, Second);
        var after = await node.Page();

        Assert.Contains("moe_expert_on{expert=\"encoder.0.0\",layer=\"encoder.0\"} 0\n", before, StringComparison.Ordinal);
        Assert.Contains("moe_expert_on{expert=\"encoder.0.1\",layer=\"encoder.0\"} 1\n", before, StringComparison.Ordinal);
        Assert.Contains("moe_expert_on{expert=\"encoder.0.0\",layer=\"encoder.0\"} 1\n", after, StringComparison.Ordinal);
        Assert.Contains("moe_expert_on{expert=\"encoder.0.1\",layer=\"encoder.0\"} 0\n", after, StringComparison.Ordinal);
        Assert.Contains("moe_expert_on{expert=\"vocabulary\",layer=\"vocabulary\"} 1\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_is_told_by_how_long_it_waits_and_takes()
    {
        node.Experts.OnStarted(First, "cpu", 4096);
        var waiting = node.Experts.Watch(First, ExpertWork.Forward, () => 1);
        var work = node.Experts.Watch(First, ExpertWork.Backward, () =>
        {
            node.Time.Advance(2);
            return "done";
        });
        node.Time.Advance(3);

        Assert.Equal("done", work());
        var page = await node.Page();

        Assert.Contains("moe_expert_wait_seconds_total{expert=\"encoder.0.0\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_work_seconds_total{expert=\"encoder.0.0\",work=\"backward\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_work_total{expert=\"encoder.0.0\",work=\"backward\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_queue_age_seconds{expert=\"encoder.0.0\"} 5\n", page, StringComparison.Ordinal);
        Assert.Contains("moe_expert_device_bytes{expert=\"encoder.0.0\",device=\"cpu\"} 4096\n", page, StringComparison.Ordinal);
        waiting();
        Assert.Contains("moe_expert_queue_age_seconds{expert=\"encoder.0.0\"} 0\n", await node.Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expert_that_has_gone_is_on_the_page_no_more()
    {
        node.Experts.OnStarted(First, "cpu", 1);
        node.Experts.OnStarted(Second, "cpu", 1);
        var late = node.Experts.Watch(First, ExpertWork.Update, () => 1);
        _ = await node.Page();

        node.Experts.OnStopped(First);
        late();
        var page = await node.Page();

        Assert.DoesNotContain("expert=\"encoder.0.0\"", page, StringComparison.Ordinal);
        Assert.Contains("expert=\"encoder.0.1\"", page, StringComparison.Ordinal);
    }

    private void Step(long step, string second, bool committed, params IReadOnlyList<ExpertId> off) =>
        node.Run.OnStep(Steps.At(step, committed: committed) with
        {
            Places = new Dictionary<ExpertId, string> { [ExpertId.Vocabulary] = "c", [First] = "c", [Second] = second },
            Load = new Dictionary<ExpertId, int> { [First] = 3 },
            Off = off,
        });
}
