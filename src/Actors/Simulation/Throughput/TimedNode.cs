using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Model;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>A node: lanes that take the most urgent work first, and what lives there.</summary>
internal sealed class TimedNode(TimedCluster cluster, int index, string name, double speed, int lanes, TimedCores cores)
{
    private readonly PriorityQueue<(TimedProcess Process, double Seconds, double Since, Action Done), LaneOrder> waiting = new();
    private long sequence;
    private int running;

    /// <summary>Its number.</summary>
    public int Index => index;

    /// <summary>Its address.</summary>
    public string Name => name;

    /// <summary>Speed relative to an ordinary node.</summary>
    public double Speed => speed;

    /// <summary>Whether it runs.</summary>
    public bool IsUp { get; private set; }

    /// <summary>How often it has started.</summary>
    public int Life { get; private set; }

    /// <summary>Its agent and its router, once it has started.</summary>
    public (TimedAgent Agent, TimedRouter Router) Own { get; private set; }

    /// <summary>The experts that live here.</summary>
    public SortedSet<ExpertId> Experts { get; } = [];

    /// <summary>Seconds its lanes have worked since the step began.</summary>
    public double Busy { get; set; }

    /// <summary>Whether a lane is free and work waits.</summary>
    public bool CanWork => IsUp && running < lanes && waiting.Count > 0;

    /// <summary>It starts, empty.</summary>
    public void Start()
    {
        (IsUp, running) = (true, 0);
        Life++;
        Own = (new TimedAgent(cluster, this), new TimedRouter(cluster, this));
        Own.Agent.Begin();
        Own.Router.Begin();
    }

    /// <summary>Its power fails.</summary>
    public void Kill()
    {
        IsUp = false;
        waiting.Clear();
        Experts.Clear();
        cores.Give(running);
        running = 0;
    }

    /// <summary>Queues work of a process for the lanes.</summary>
    public void Compute(TimedProcess process, LaneUrgency urgency, MicroBatchKey key, double seconds, Action done)
    {
        waiting.Enqueue((process, seconds, cluster.Now, done), new LaneOrder(urgency, key.Step, key.Index, sequence++));
        cores.Pump(this);
    }

    /// <summary>Begins the most urgent piece of work.</summary>
    public void Work()
    {
        var (process, seconds, since, done) = waiting.Dequeue();
        var taken = seconds / speed;
        running++;
        Busy += taken;
        cluster.WaitedForLanes += cluster.Now - since;
        var life = Life;
        cluster.After(taken, () =>
        {
            if (Life != life || !IsUp) return;
            running--;
            cores.Give(1);
            if (process.IsAlive) done();
            cores.Pump(this);
        });
    }
}
