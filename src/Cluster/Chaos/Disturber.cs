using System.Globalization;
using Moe.Cluster.LocalCluster;
using Moe.Cluster.Runs;

namespace Moe.Cluster.Chaos;

/// <summary>Kills a random node of a local cluster every so often, as a power cut would, and starts it again at once.</summary>
internal sealed class Disturber(ChaosSettings settings, TextWriter output, TimeProvider time)
{
    private readonly Random random = new(settings.Seed);
    private readonly List<NodeKill> kills = [];
    private long? began;

    /// <summary>The kills so far.</summary>
    public IReadOnlyList<NodeKill> Kills => kills;

    /// <summary>Nodes that ended without having been killed; they were started again too.</summary>
    public int EndedThemselves { get; private set; }

    /// <summary>Kills if it is time. The clock starts with the first step.</summary>
    public void Look(ChildNodes children, IReadOnlyList<LedgerLine> lines)
    {
        foreach (var node in children.Nodes.Where(node => node.Code is not (null or 0)))
        {
            EndedThemselves++;
            node.Start();
        }
        if (lines.Any(line => line.Kind == LedgerLine.StepKind)) began ??= time.GetTimestamp();
        if (began is not { } start) return;
        var elapsed = time.GetElapsedTime(start);
        if (elapsed > settings.For || elapsed < settings.KillEvery * (kills.Count + 1)) return;
        var victim = children.Nodes[random.Next(children.Nodes.Count)];
        kills.Add(new NodeKill(time.GetUtcNow(), victim.Name));
        victim.Kill();
        victim.Start();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"kill {kills.Count}: {victim.Name}, {elapsed.TotalSeconds:F0} s after the first step; started again"));
    }
}
