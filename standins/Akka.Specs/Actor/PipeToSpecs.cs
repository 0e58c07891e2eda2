using Akka.Actor;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class PipeToSpecs : SystemSpec
{
    [Fact]
    public async Task A_result_is_sent_with_the_sender_given()
    {
        var probe = NewProbe();
        var other = NewProbe();
        await Task.FromResult(5).PipeTo(probe.Ref, other.Ref);
        await probe.Expect(5);
        Assert.Equal(other.Ref, probe.LastSender);
    }

    [Fact]
    public async Task A_result_can_be_changed()
    {
        var probe = NewProbe();
        await Task.FromResult(5).PipeTo(probe.Ref, success: number => $"got {number}");
        await probe.Expect("got 5");
        await new ValueTask<int>(6).PipeTo(probe.Ref);
        await probe.Expect(6);
    }

    [Fact]
    public async Task A_failure_is_sent_as_status_or_changed()
    {
        var probe = NewProbe();
        await Task.FromException<int>(new InvalidOperationException("no")).PipeTo(probe.Ref);
        var failure = await probe.Expect<Status.Failure>();
        Assert.Equal("no", failure.Cause.Message);
        await Task.FromException<int>(new InvalidOperationException("no"))
            .PipeTo(probe.Ref, failure: cause => $"failed: {cause.Message}");
        await probe.Expect("failed: no");
    }

    [Fact]
    public async Task A_task_without_result_sends_only_what_it_is_told_to()
    {
        var probe = NewProbe();
        await Task.CompletedTask.PipeTo(probe.Ref);
        await probe.ExpectNothing();
        await Task.CompletedTask.PipeTo(probe.Ref, success: () => "done");
        await probe.Expect("done");
    }
}
