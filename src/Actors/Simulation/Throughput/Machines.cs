namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// Lanes and links of all nodes, as the times at which each is free. Work and bytes wait in the order in which they come. Work
/// that nobody waits for is done when a lane would be idle; what is left is owed at the step's end.
/// </summary>
internal sealed class Machines(ThroughputSettings settings, double[] speed)
{
    private readonly double[][] lanes = [.. speed.Select(_ => new double[settings.Lanes])];
    private readonly double[] owed = new double[speed.Length];
    private readonly double[] busy = new double[speed.Length];
    private readonly double[] sendFree = new double[speed.Length];
    private readonly double[] receiveFree = new double[speed.Length];
    private readonly double[] sharedUntil = new double[speed.Length];

    public int Count => speed.Length;

    /// <summary>Bytes that went between nodes.</summary>
    public double Bytes { get; private set; }

    /// <summary>Time that work waited for a lane and bytes for a link.</summary>
    public (double Lanes, double Links) Waited { get; private set; }

    /// <summary>Seconds each node has computed since <see cref="BeginStep"/>.</summary>
    public ReadOnlySpan<double> Busy => busy;

    public double SpeedOf(int node) => speed[node];

    /// <summary>A step begins: everything is idle then.</summary>
    public void BeginStep(double now)
    {
        Array.Clear(busy);
        Array.Clear(owed);
        foreach (var lane in lanes) Array.Fill(lane, now);
        for (var node = 0; node < speed.Length; node++)
            (sendFree[node], receiveFree[node]) = (Math.Max(now, sendFree[node]), Math.Max(now, receiveFree[node]));
    }

    /// <summary>Computes on the lane that is free first.</summary>
    /// <returns>When it is done.</returns>
    public double Compute(int node, double now, double seconds, double deferred)
    {
        var own = lanes[node];
        var first = 0;
        for (var lane = 1; lane < own.Length; lane++)
        {
            if (own[lane] < own[first]) first = lane;
        }
        if (own[first] < now)
        {
            owed[node] = Math.Max(0, owed[node] - (now - own[first]));
            own[first] = now;
        }
        else
        {
            Waited = (Waited.Lanes + own[first] - now, Waited.Links);
        }
        own[first] += seconds / speed[node];
        owed[node] += deferred / speed[node];
        busy[node] += (seconds + deferred) / speed[node];
        return own[first];
    }

    /// <summary>When a node has done everything it was given, and what it owes.</summary>
    public double Finish(int node, double now)
    {
        var own = lanes[node];
        var idle = 0.0;
        var last = now;
        foreach (var lane in own)
        {
            if (lane < now) idle += now - lane;
            last = Math.Max(last, lane);
        }
        owed[node] = Math.Max(0, owed[node] - idle);
        var end = last + (owed[node] / own.Length);
        owed[node] = 0;
        Array.Fill(own, end);
        return end;
    }

    /// <summary>Has a tensor fetched: the ask, the request and the bytes each cross once.</summary>
    /// <returns>When it is there.</returns>
    public double Fetch(int from, int to, double now, double bytes)
    {
        if (from == to) return now;
        var rate = settings.LinkBytesPerSecond * (now < sharedUntil[from] || now < sharedUntil[to] ? 0.5 : 1);
        var asked = now + (2 * settings.LinkLatencySeconds);
        var send = Math.Max(asked, sendFree[from]);
        sendFree[from] = send + (bytes / rate);
        var receive = Math.Max(send + settings.LinkLatencySeconds, receiveFree[to]);
        receiveFree[to] = receive + (bytes / rate);
        Bytes += bytes;
        Waited = (Waited.Lanes, Waited.Links + receive - asked - settings.LinkLatencySeconds);
        return receiveFree[to];
    }

    /// <summary>Counts bytes whose time is reckoned elsewhere.</summary>
    public void Carry(double bytes) => Bytes += bytes;

    /// <summary>A node streams something in the background, which takes half its link until it is through.</summary>
    public void Stream(int node, double now, double bytes)
    {
        sharedUntil[node] = now + (2 * bytes / settings.LinkBytesPerSecond);
        Bytes += bytes;
    }
}
