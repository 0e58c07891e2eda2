namespace Moe.Actors.Simulation;

/// <summary>A machine: up or down, with processes by name, lanes that compute, and a disk. Its life counts its starts.</summary>
public sealed class SimulatedNode(string name, int lanes)
{
    private readonly SortedDictionary<string, ISimulatedProcess> processes = new(StringComparer.Ordinal);
    private readonly TimeSpan[] laneFree = new TimeSpan[lanes];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Whether it runs.</summary>
    public bool IsUp { get; private set; }

    /// <summary>How often it has started.</summary>
    public int Life { get; private set; }

    /// <summary>What outlives a crash.</summary>
    public SimulatedDisk Disk { get; } = new();

    /// <summary>When the last disk operation asked for so far will be done: one runs after the other.</summary>
    internal TimeSpan DiskFree { get; set; }

    /// <summary>Names of the processes there.</summary>
    public IReadOnlyList<string> Processes => [.. processes.Keys];

    /// <summary>A process; null when there is none of that name.</summary>
    public ISimulatedProcess? Find(string process) => processes.GetValueOrDefault(process);

    internal void Put(string process, ISimulatedProcess state) => processes[process] = state;

    internal void Remove(string process) => processes.Remove(process);

    internal void Begin(TimeSpan now)
    {
        (IsUp, DiskFree) = (true, now);
        Life++;
        Array.Fill(laneFree, now);
    }

    internal void End(RandomDraws draws)
    {
        IsUp = false;
        processes.Clear();
        Disk.Crash(draws);
    }

    /// <summary>Takes the lane that is free first for a time.</summary>
    /// <returns>When the work will be done.</returns>
    internal TimeSpan TakeLane(TimeSpan now, TimeSpan duration)
    {
        var lane = Array.IndexOf(laneFree, laneFree.Min());
        return laneFree[lane] = (laneFree[lane] > now ? laneFree[lane] : now) + duration;
    }
}
