using Moe.Actors.Coordinator;
using Moe.Actors.Ports;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>When the coordinator went from phase to phase, and what that says of each step.</summary>
internal sealed class StepClock
{
    private readonly List<StepFigures> steps = [];
    private RunPhase phase;
    private double since;
    private double begun;
    private double ran;
    private double prepared;

    /// <summary>Every step that ended, in the order of time, replayed ones again.</summary>
    public IReadOnlyList<StepFigures> Steps => steps;

    /// <summary>The step that was begun last; -1 before the first.</summary>
    public long Newest { get; private set; } = -1;

    /// <summary>When the phase last changed.</summary>
    public double ChangedAt { get; private set; }

    /// <summary>A step has begun: which, and when.</summary>
    public Action<long, double>? Begun { get; set; }

    /// <summary>The coordinator has handled something.</summary>
    public void Look(RunPhase now, long step, double at)
    {
        if (now == phase && (now != RunPhase.Running || step == Newest)) return;
        switch (now)
        {
            case RunPhase.Running:
                if (phase is RunPhase.Committing or RunPhase.BetweenSteps && steps.Count > 0)
                    steps[^1] = steps[^1] with { Between = at - since };
                begun = at;
                Newest = step;
                Begun?.Invoke(step, at);
                break;
            case RunPhase.Preparing:
                ran = at;
                break;
            case RunPhase.Committing:
                prepared = at;
                break;
        }
        (phase, ChangedAt) = (now, at);
    }

    /// <summary>A step has ended.</summary>
    public void End(StepRecord record, double at, IReadOnlyList<TimedNode> nodes)
    {
        since = at;
        var living = nodes.Where(node => node.IsUp).Select(node => node.Busy).ToArray();
        var mean = living.Average();
        steps.Add(new StepFigures(record.Step, begun, ran - begun, prepared - ran, at - prepared, 0,
            mean > 0 ? living.Max() / mean : 1, record.Retried));
        foreach (var node in nodes) node.Busy = 0;
    }
}
