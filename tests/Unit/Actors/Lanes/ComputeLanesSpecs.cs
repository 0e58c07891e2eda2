using Moe.Actors.Lanes;
using TorchSharp;
using Xunit;

namespace Moe.Unit.Specs.Actors.Lanes;

public sealed class ComputeLanesSpecs
{
    [Fact]
    public async Task Hands_the_result_of_work_to_the_one_who_waits_for_it()
    {
        using var lanes = new ComputeLanes("spec", 2);

        Assert.Equal(42, await lanes.Run(LaneUrgency.Forward, () => 42));
    }

    [Fact]
    public async Task Hands_over_what_the_work_threw_and_goes_on()
    {
        using var lanes = new ComputeLanes("spec", 1);
        var caught = new TaskCompletionSource<Exception>();
        var expected = new InvalidOperationException("by design");

        lanes.Post<int>(LaneUrgency.Forward, 0, 0, () => throw expected, _ => { }, caught.SetResult);

        Assert.Same(expected, await caught.Task);
        Assert.Equal(1, await lanes.Run(LaneUrgency.Forward, () => 1));
    }

    [Fact]
    public async Task Does_waiting_work_by_urgency_and_then_by_age()
    {
        using var lanes = new ComputeLanes("spec", 1);
        var order = new List<string>();
        var last = new TaskCompletionSource();
        using var open = new ManualResetEventSlim();
        var blocked = lanes.Run(LaneUrgency.Backward, () =>
        {
            open.Wait();
            return 0;
        });
        Post(LaneUrgency.Deferred, 0, 0, "add");
        Post(LaneUrgency.Forward, 2, 0, "new forward");
        Post(LaneUrgency.Forward, 1, 1, "old forward");
        Post(LaneUrgency.Backward, 2, 1, "backward");
        lanes.Post(LaneUrgency.Deferred, 9, 0, () => 0, _ => last.SetResult(), last.SetException);

        open.Set();
        await blocked;
        await last.Task;

        Assert.Equal(["backward", "old forward", "new forward", "add"], order);

        void Post(LaneUrgency urgency, long step, int microBatch, string name) =>
            lanes.Post(urgency, step, microBatch, () => name, order.Add, last.SetException);
    }

    [Fact]
    public async Task Computes_at_most_as_many_pieces_at_once_as_there_are_lanes()
    {
        using var lanes = new ComputeLanes("spec", 3);
        using var together = new Barrier(3);

        await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(_ => lanes.Run(LaneUrgency.Forward, () => together.SignalAndWait(TimeSpan.FromMinutes(1)))));

        Assert.Equal(1, together.CurrentPhaseNumber);
        Assert.Equal(3, lanes.Count);
    }

    [Fact]
    public async Task Frees_every_tensor_that_work_leaves_behind_even_when_it_throws()
    {
        using var lanes = new ComputeLanes("spec", 1);
        var before = await Live();

        await lanes.Run(LaneUrgency.Forward, () => torch.ones(8).add(1).sum().item<float>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => lanes.Run(LaneUrgency.Forward, Throwing));

        Assert.Equal(before, await Live());

        Task<long> Live() => lanes.Run(LaneUrgency.Forward, () => DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        static float Throwing()
        {
            var left = torch.zeros(8);
            throw new InvalidOperationException($"left {left.numel()} numbers");
        }
    }

    [Fact]
    public async Task Works_without_a_graph()
    {
        using var lanes = new ComputeLanes("spec", 1);

        var graph = await lanes.Run(LaneUrgency.Forward, () => torch.ones(2, requires_grad: true).mul(2).requires_grad);

        Assert.False(graph);
    }

    [Fact]
    public async Task Ends_running_work_and_drops_what_waits_when_it_is_disposed()
    {
        var lanes = new ComputeLanes("spec", 1);
        var done = new List<string>();
        using var open = new ManualResetEventSlim();
        var started = new TaskCompletionSource();
        lanes.Post(LaneUrgency.Forward, 0, 0, () =>
        {
            started.SetResult();
            open.Wait();
            return "running";
        }, done.Add, started.SetException);
        await started.Task;
        lanes.Post(LaneUrgency.Forward, 0, 1, () => "waiting", done.Add, started.SetException);
        Assert.Equal(1, lanes.Waiting);

        var disposing = Task.Run(lanes.Dispose, TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => lanes.Waiting == 0);
        open.Set();
        await disposing;
        lanes.Post(LaneUrgency.Backward, 0, 2, () => "late", done.Add, started.SetException);
        lanes.Dispose();

        Assert.Equal(["running"], done);
        Assert.Equal(0, lanes.Waiting);
    }

    [Fact]
    public async Task Cancels_what_is_waited_for_when_it_is_dropped_and_frees_every_buffer_all_the_same()
    {
        var lanes = new ComputeLanes("spec", 1);
        using var open = new ManualResetEventSlim();
        var started = new TaskCompletionSource();
        var running = lanes.Run(LaneUrgency.Forward, () =>
        {
            started.SetResult();
            open.Wait();
            return 1;
        });
        await started.Task;
        var waiting = lanes.Run(LaneUrgency.Forward, () => 2);
        var freed = new List<string>();
        lanes.Release(() => freed.Add("waiting"), _ => freed.Add("failed"));

        var disposing = Task.Run(lanes.Dispose, TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => lanes.Waiting == 0);
        Assert.Empty(freed);
        open.Set();
        await disposing;
        lanes.Release(() => freed.Add("late"), _ => freed.Add("failed"));
        lanes.Release(() => throw new InvalidOperationException("by design"), failure => freed.Add(failure.Message));

        Assert.Equal(1, await running);
        await Assert.ThrowsAsync<TaskCanceledException>(() => waiting);
        await Assert.ThrowsAsync<TaskCanceledException>(() => lanes.Run(LaneUrgency.Forward, () => 3));
        Assert.Equal(["waiting", "late", "by design"], freed);
    }

    [Fact]
    public async Task Frees_buffers_after_all_other_work()
    {
        using var lanes = new ComputeLanes("spec", 1);
        var order = new List<string>();
        var last = new TaskCompletionSource();
        using var open = new ManualResetEventSlim();
        var blocked = lanes.Run(LaneUrgency.Backward, () =>
        {
            open.Wait();
            return 0;
        });
        lanes.Release(() =>
        {
            order.Add("free");
            last.SetResult();
        }, last.SetException);
        lanes.Post(LaneUrgency.Deferred, 100, 3, () => "add", order.Add, last.SetException);

        open.Set();
        await blocked;
        await last.Task;

        Assert.Equal(["add", "free"], order);
    }

    [Fact]
    public void Refuses_to_be_no_lane_at_all() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComputeLanes("spec", 0));
}
