using System.Diagnostics;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Tracing;
using Moe.Model;
using Xunit;

namespace Moe.Unit.Specs.Actors.Tracing;

public sealed class TrainingSpansSpecs
{
    private static readonly ExpertId Expert = new(ExpertKind.Encoder, 0, 1);

    [Fact]
    public void Without_a_context_nothing_is_followed_and_work_stays_as_it_is()
    {
        using HeardSpans heard = new(700_001);
        var work = () => 7;

        Assert.Null(TrainingSpans.Begin("wait", null, 700_001));
        Assert.Null(TrainingSpans.Begin("wait", "no context", 700_001));
        Assert.Same(work, TrainingSpans.Follow("forward", null, 700_001, Expert, work));
        Assert.Empty(heard.Ended);
    }

    [Fact]
    public void Work_has_a_span_while_it_waits_and_one_while_it_is_done()
    {
        using HeardSpans heard = new(700_002);
        using var step = TrainingSpans.BeginStep(700_002)!;

        var work = TrainingSpans.Follow("forward", step.Id, 700_002, Expert, () => 7);
        Assert.Empty(heard.Ended);
        Assert.Equal(7, work());

        Assert.Equal(["queue", "forward"], heard.Ended.Select(span => span.DisplayName));
        Assert.All(heard.Ended, span => Assert.Equal((step.TraceId, step.SpanId), (span.TraceId, span.ParentSpanId)));
        Assert.All(heard.Ended, span => Assert.Equal("encoder.0.1", span.GetTagItem(TrainingSpans.ExpertTag)));
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Every_so_manyth_step_is_followed_through_its_phases()
    {
        using HeardSpans heard = new(700_010);
        StepTrace trace = new(every: 10);

        trace.Enter(RunPhase.Drawing, 700_009);
        Assert.Null(trace.Of(Key(700_009, 0)));
        trace.Enter(RunPhase.BetweenSteps, 700_009);
        trace.Enter(RunPhase.Drawing, 700_010);
        trace.Enter(RunPhase.Running, 700_010);
        Assert.NotNull(trace.Of(Key(700_010, 0)));
        Assert.Null(trace.Of(Key(700_010, 1)));
        trace.Enter(RunPhase.Preparing, 700_010);
        Assert.NotNull(((ExpertCommands.Prepare)trace.Stamped(new ExpertCommands.Prepare(Expert, 1, 700_010, 1))).Trace);
        trace.Enter(RunPhase.Committing, 700_010);
        trace.Enter(RunPhase.Drawing, 700_011);

        Assert.Equal(["drawing", "running", "preparing", "committing", "step"], heard.Ended.Select(span => span.DisplayName));
        Assert.Single(heard.Ended.Select(span => span.TraceId).Distinct());
        Assert.Null(((ExpertCommands.Commit)trace.Stamped(new ExpertCommands.Commit(Expert, 1, 700_011, true, 1, 1))).Trace);
    }

    [Fact]
    public void A_step_that_a_recovery_cuts_off_ends_with_it()
    {
        using HeardSpans heard = new(700_020);
        StepTrace trace = new(every: 10);
        trace.Enter(RunPhase.Drawing, 700_020);
        trace.Enter(RunPhase.Running, 700_020);

        trace.Enter(RunPhase.Gathering, 700_020);

        Assert.Equal(["drawing", "running", "step"], heard.Ended.Select(span => span.DisplayName));
        Assert.Null(trace.Of(Key(700_020, 0)));
    }

    private static MicroBatchKey Key(long step, int index) => new(step, index, 0);
}
