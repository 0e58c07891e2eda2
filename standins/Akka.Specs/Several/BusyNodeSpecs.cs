using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using AkkaSpecs.Support;

namespace AkkaSpecs.Several;

public sealed class BusyNodeSpecs
{
    [Fact]
    public async Task Neither_busy_cores_nor_a_full_thread_pool_make_a_node_unreachable()
    {
        Assert.SkipUnless(
            StandIn.IsHere,
            "The original's heartbeats need the thread pool.");
        await using var first = await Node.First();
        await using var second = Node.Start();
        await second.Join(first);
        using var release = new ManualResetEventSlim();
        var work = new Thread(() =>
        {
            for (var i = 0; i < 500; i++)
                ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);
            var threads = Enumerable.Range(0, 3 * Environment.ProcessorCount).Select(_ => new Thread(Compute)).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            release.Set();
        });
        work.Start();
        work.Join();
        foreach (var node in (Node[])[first, second])
        {
            await node.Shows(state => state.Members.Count == 2 && state.Unreachable.IsEmpty);
            await foreach (var seen in node.Events.Waiting<ClusterEvent.IClusterDomainEvent>())
                Assert.IsNotType<ClusterEvent.UnreachableMember>(seen);
        }
    }

    // Three times as long as a heartbeat may be late.
    private static void Compute()
    {
        var clock = Stopwatch.StartNew();
        var sum = 0.0;
        while (clock.Elapsed < TimeSpan.FromSeconds(4))
            sum += Math.Sin(sum);
    }
}
