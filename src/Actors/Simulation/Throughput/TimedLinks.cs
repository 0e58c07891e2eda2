namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// The links of all nodes, as the times at which each is free. Bytes wait in the order in which they come, at both ends. States
/// stream in the background: they have half of a link for themselves, and leave the other half to what a step waits for.
/// </summary>
internal sealed class TimedLinks(ThroughputSettings settings)
{
    private readonly Ends steps = new(settings.Nodes);
    private readonly Ends states = new(settings.Nodes);

    /// <summary>Bytes that went between nodes.</summary>
    public double Bytes { get; private set; }

    /// <summary>Seconds that what steps wait for stood behind other bytes.</summary>
    public double Waited { get; private set; }

    /// <summary>A message goes from node to node, and its tensors are fetched: asked for, then sent.</summary>
    /// <returns>When everything is there.</returns>
    public double Carry(TimedNode from, TimedNode to, double now, double bytes)
    {
        if (from == to) return now;
        var isShared = states.AreBusy(from, to, now);
        return Carry(steps, from, to, now, bytes, settings.LinkBytesPerSecond * (isShared ? 0.5 : 1), waited => Waited += waited);
    }

    /// <summary>The same for an expert's state.</summary>
    public double Stream(TimedNode from, TimedNode to, double now, double bytes) =>
        from == to ? now : Carry(states, from, to, now, bytes, settings.LinkBytesPerSecond / 2, _ => { });

    private double Carry(Ends ends, TimedNode from, TimedNode to, double now, double bytes, double rate, Action<double> waited)
    {
        var arrived = now + settings.LinkLatencySeconds;
        if (bytes == 0) return arrived;
        Bytes += bytes;
        var asked = arrived + settings.LinkLatencySeconds;
        var send = Math.Max(asked, ends.SendFree[from.Index]);
        var receive = Math.Max(send + settings.LinkLatencySeconds, ends.ReceiveFree[to.Index]);
        ends.SendFree[from.Index] = send + (bytes / rate);
        ends.ReceiveFree[to.Index] = receive + (bytes / rate);
        waited(receive - asked - settings.LinkLatencySeconds);
        return ends.ReceiveFree[to.Index];
    }

    private sealed class Ends(int nodes)
    {
        public double[] SendFree { get; } = new double[nodes];

        public double[] ReceiveFree { get; } = new double[nodes];

        public bool AreBusy(TimedNode from, TimedNode to, double now) =>
            SendFree[from.Index] > now || ReceiveFree[to.Index] > now;
    }
}
