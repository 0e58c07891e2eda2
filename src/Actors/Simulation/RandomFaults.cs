namespace Moe.Actors.Simulation;

/// <summary>Troubles a cluster for a time, by draws of its own, and then lets it heal.</summary>
public sealed class RandomFaults(SimulationKernel kernel, SimulatedCluster cluster, FaultSettings settings)
{
    private readonly RandomDraws draws = kernel.Draws("faults");
    private TimeSpan end;

    /// <summary>Crashes and partitions so far.</summary>
    public (int Crashes, int Partitions) Count { get; private set; }

    /// <summary>Whether the trouble is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Begins.</summary>
    public void Begin()
    {
        end = kernel.Now + settings.Duration;
        cluster.Network.Conditions = settings.Links;
        Repeat(settings.CrashEvery, Crash);
        Repeat(settings.PartitionEvery, Partition);
        kernel.After(settings.Duration, Calm);
    }

    private void Repeat(TimeSpan? every, Action trouble)
    {
        if (every is not { } mean) return;
        var wait = draws.Exponential(mean);
        if (kernel.Now + wait >= end) return;
        kernel.After(wait, () =>
        {
            trouble();
            Repeat(every, trouble);
        });
    }

    private void Crash()
    {
        var candidates = cluster.Nodes.Where(node => node.IsUp && !settings.Spared.Contains(node.Name)).ToArray();
        if (candidates.Length == 0 || cluster.Nodes.Count(node => !node.IsUp) >= settings.DownMax) return;
        var name = draws.Pick(candidates).Name;
        Count = (Count.Crashes + 1, Count.Partitions);
        cluster.Crash(name);
        kernel.After(draws.Exponential(settings.DownFor), () => cluster.Start(name));
    }

    private void Partition()
    {
        var names = cluster.Nodes.Select(node => node.Name).ToArray();
        if (names.Length < 2) return;
        Count = (Count.Crashes, Count.Partitions + 1);
        var (left, right) = (new List<string>(), new List<string>());
        foreach (var name in names) (draws.Chance(0.5) ? left : right).Add(name);
        var duration = draws.Exponential(settings.PartitionFor);
        // A cut that lasts beyond the trouble would not be healing.
        if (kernel.Now + duration > end) duration = end - kernel.Now;
        if (draws.Chance(0.5)) cluster.Network.Partition(left, right, duration);
        else CutOneWay(draws.Pick(names), draws.Pick(names), duration);
    }

    private void CutOneWay(string from, string to, TimeSpan duration)
    {
        cluster.Network.Cut(from, to);
        kernel.After(duration, () => cluster.Network.Heal(from, to));
    }

    private void Calm()
    {
        cluster.Network.Conditions = settings.Calm;
        foreach (var node in cluster.Nodes) cluster.Start(node.Name);
        IsOver = true;
        kernel.Trace("calm");
    }
}
