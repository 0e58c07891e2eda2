using Moe.Cluster.Runs;
using Xunit;

namespace Moe.Unit.Specs.Cluster.Runs;

public sealed class RunLockSpecs : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HurriedTime hurried = new();
    private int passedOver;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_coordinator_that_gives_no_sign_is_passed_over_and_lets_go_of_its_own_lock_only()
    {
        using var still = RunLock.Free(folder.Path);
        still.TakeOver(new ManualTime(), TimeSpan.FromSeconds(60), PassedOver);
        using var next = RunLock.Free(folder.Path);

        next.TakeOver(hurried, TimeSpan.FromSeconds(60), PassedOver);
        still.Dispose();

        Assert.Equal((1, true), (passedOver, next.IsHeld));
        Assert.Throws<RunFolderException>(() => RunLock.Take(folder.Path));
    }

    [Fact]
    public void A_training_on_its_own_gives_no_signs_and_is_waited_for()
    {
        using var alone = RunLock.Take(folder.Path);
        using var next = RunLock.Free(folder.Path);

        Assert.Throws<RunFolderException>(() => next.TakeOver(hurried, TimeSpan.FromSeconds(30), PassedOver));

        Assert.Equal((0, false), (passedOver, next.IsHeld));
    }

    [Fact]
    public void What_was_let_go_is_taken_without_passing_over_anybody()
    {
        var before = RunLock.Free(folder.Path);
        before.TakeOver(hurried, TimeSpan.FromSeconds(60), PassedOver);
        before.Dispose();

        using var next = RunLock.Free(folder.Path);
        next.TakeOver(hurried, TimeSpan.FromSeconds(60), PassedOver);

        Assert.Equal((0, true), (passedOver, next.IsHeld));
    }

    private void PassedOver() => passedOver++;

    /// <summary>Every look at this clock takes a second.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++seconds;
    }
}
