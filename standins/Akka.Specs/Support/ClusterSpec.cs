using Akka.Cluster;

namespace AkkaSpecs.Support;

/// <summary>A test with a cluster of one node.</summary>
public abstract class ClusterSpec(string more = "") : SystemSpec(
    $$"""
    {{more}}
    akka.actor.provider = cluster
    akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
    akka.cluster {
      roles = ["expert"]
      leader-actions-interval = 50ms
      gossip-interval = 50ms
      periodic-tasks-initial-delay = 10ms
      sharding {
        state-store-mode = ddata
        retry-interval = 200ms
        rebalance-interval = 200ms
        waiting-for-state-timeout = 1s
        distributed-data.durable.keys = []
        distributed-data.majority-min-cap = 1
        coordinator-state { write-majority-plus = 0, read-majority-plus = 0 }
      }
      distributed-data.durable.keys = []
      distributed-data.gossip-interval = 50ms
      distributed-data.notify-subscribers-interval = 20ms
      singleton-proxy.singleton-identification-interval = 50ms
    }
    """)
{
    protected Cluster Member => Cluster.Get(System);

    /// <summary>Forms the cluster; returns when the node sees itself up.</summary>
    protected async Task Join()
    {
        await Member.JoinAsync(Member.SelfAddress).WaitAsync(Soon);
        using var limit = new CancellationTokenSource(Soon);
        while (!Member.IsUp || Member.State.Leader is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
