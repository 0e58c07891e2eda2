namespace Moe.Actors.Simulation.Throughput;

/// <summary>Kills a random node now and then, has it found missing and come back, and keeps account of what it cost.</summary>
internal sealed class NodeLosses(TimedCluster cluster, RandomDraws draws)
{
    private readonly List<RecoveryFigures> recoveries = [];
    private readonly List<OpenLoss> open = [];
    private long committed;

    /// <summary>Every loss that was made good.</summary>
    public IReadOnlyList<RecoveryFigures> Recoveries => recoveries;

    /// <summary>The run begins.</summary>
    public void Begin()
    {
        cluster.Clock.Begun = Close;
        KillLater();
    }

    /// <summary>A step has ended.</summary>
    public void Committed(long step) => committed = step + 1;

    /// <summary>The run goes on from a step: those that were committed after it will be computed again.</summary>
    public void Recovered(long step)
    {
        // Of losses that are made good together, the first accounts for the steps.
        if (open.Count > 0)
            open[0].Figures = open[0].Figures with { StepsReplayed = open[0].Figures.StepsReplayed + (int)(committed - step) };
        committed = step;
    }

    private void KillLater()
    {
        if (cluster.Settings.KillEverySeconds <= 0) return;
        cluster.After(draws.Exponential(TimeSpan.FromSeconds(cluster.Settings.KillEverySeconds)).TotalSeconds, () =>
        {
            var living = cluster.Nodes.Where(node => node.IsUp).ToArray();
            if (living.Length > 1 && cluster.Clock.Newest >= 0) Kill(draws.Pick(living));
            KillLater();
        });
    }

    private void Kill(TimedNode node)
    {
        var loss = new OpenLoss(cluster.Clock.Newest, new RecoveryFigures(cluster.Now, node.Name, node.Experts.Count, 0, 0));
        open.Add(loss);
        node.Kill();
        var settings = cluster.Settings;
        cluster.After(settings.DetectSeconds, () =>
        {
            loss.IsNoticed = true;
            cluster.Remove(node);
        });
        cluster.After(Math.Max(settings.DownSeconds, settings.DetectSeconds + settings.PlanSeconds), node.Start);
    }

    // A loss is made good when the step that it broke into begins again, or the one after it when it broke into none.
    private void Close(long step, double at)
    {
        var closed = open.Where(loss => loss.IsNoticed && loss.Step <= step).ToArray();
        foreach (var loss in closed)
        {
            recoveries.Add(loss.Figures with { Seconds = at - loss.Figures.At });
            open.Remove(loss);
        }
    }

    private sealed class OpenLoss(long step, RecoveryFigures figures)
    {
        public long Step => step;

        public RecoveryFigures Figures { get; set; } = figures;

        public bool IsNoticed { get; set; }
    }
}
