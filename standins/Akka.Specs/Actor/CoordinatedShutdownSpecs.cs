using Akka;
using Akka.Actor;
using Akka.Configuration;
using AkkaSpecs.Support;

namespace AkkaSpecs.Actor;

public sealed class CoordinatedShutdownSpecs : SystemSpec
{
    public CoordinatedShutdownSpecs() : base(
        """
        akka.coordinated-shutdown.phases {
          before-service-unbind.timeout = 100ms
          service-stop { timeout = 100ms, recover = off }
        }
        """)
    {
    }

    private CoordinatedShutdown Shutdown => CoordinatedShutdown.Get(System);

    [Fact]
    public async Task Phases_run_one_after_another_in_their_order()
    {
        string[] phases =
        [
            CoordinatedShutdown.PhaseBeforeServiceUnbind, CoordinatedShutdown.PhaseServiceUnbind,
            CoordinatedShutdown.PhaseServiceRequestsDone, CoordinatedShutdown.PhaseServiceStop,
            CoordinatedShutdown.PhaseBeforeClusterShutdown, CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
            CoordinatedShutdown.PhaseClusterLeave, CoordinatedShutdown.PhaseClusterExiting,
            CoordinatedShutdown.PhaseClusterExitingDone, CoordinatedShutdown.PhaseClusterShutdown,
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseActorSystemTerminate,
        ];
        var run = new List<string>();
        foreach (var phase in phases.Reverse())
            Shutdown.AddTask(phase, "note", () =>
            {
                lock (run)
                    run.Add(phase);
                return Task.FromResult(Done.Instance);
            });
        Assert.Null(Shutdown.ShutdownReason);
        await Shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Soon);
        Assert.Equal(phases, run);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, Shutdown.ShutdownReason);
        await System.WhenTerminated.WaitAsync(Soon);
    }

    [Fact]
    public async Task The_tasks_of_a_phase_run_together()
    {
        var first = new TaskCompletionSource<Done>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "waits", () => first.Task);
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "releases", () =>
        {
            first.SetResult(Done.Instance);
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Soon);
    }

    [Fact]
    public async Task A_second_run_gives_the_result_of_the_first()
    {
        var count = 0;
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "count", () =>
        {
            count++;
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Soon);
        await Shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Soon);
        Assert.Equal(1, count);
        Assert.Same(CoordinatedShutdown.UnknownReason.Instance, Shutdown.ShutdownReason);
    }

    [Fact]
    public async Task A_task_that_fails_or_takes_too_long_does_not_stop_the_rest()
    {
        var after = false;
        Shutdown.AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind, "never", () => new TaskCompletionSource<Done>().Task);
        Shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceUnbind, "throws", () => throw new InvalidOperationException("boom"));
        Shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceUnbind, "fails",
            () => Task.FromException<Done>(new InvalidOperationException("boom")));
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "after", () =>
        {
            after = true;
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Soon);
        Assert.True(after);
    }

    [Fact]
    public async Task A_phase_that_may_not_fail_ends_the_run()
    {
        Shutdown.AddTask(
            CoordinatedShutdown.PhaseServiceStop, "fails",
            () => Task.FromException<Done>(new InvalidOperationException("boom")));
        var failure = await Assert.ThrowsAsync<AggregateException>(
            () => Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance).WaitAsync(Soon));
        Assert.Equal("boom", failure.GetBaseException().Message);
        Assert.False(System.WhenTerminated.IsCompleted);
        ((ExtendedActorSystem)System).Abort();
        await System.WhenTerminated.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_run_can_start_at_a_later_phase()
    {
        var run = new List<string>();
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "early", () =>
        {
            run.Add("early");
            return Task.FromResult(Done.Instance);
        });
        Shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "late", () =>
        {
            run.Add("late");
            return Task.FromResult(Done.Instance);
        });
        await Shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, CoordinatedShutdown.PhaseBeforeClusterShutdown)
            .WaitAsync(Soon);
        Assert.Equal(["late"], run);
    }

    [Fact]
    public void Times_come_from_configuration_and_unknown_phases_are_refused()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), Shutdown.Timeout(CoordinatedShutdown.PhaseClusterExiting));
        Assert.Equal(TimeSpan.FromMilliseconds(100), Shutdown.Timeout(CoordinatedShutdown.PhaseServiceStop));
        Assert.Throws<ConfigurationException>(
            () => Shutdown.AddTask("no-phase", "x", () => Task.FromResult(Done.Instance)));
        Assert.Throws<ArgumentException>(() => Shutdown.Timeout("no-phase"));
    }

    [Fact]
    public async Task Ending_the_system_runs_it()
    {
        var run = false;
        Shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () =>
        {
            run = true;
            return Task.FromResult(Done.Instance);
        });
        await System.Terminate().WaitAsync(Soon);
        Assert.True(run);
        Assert.Same(CoordinatedShutdown.ActorSystemTerminateReason.Instance, Shutdown.ShutdownReason);
    }
}
