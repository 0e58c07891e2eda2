namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// A training of a large cluster by what things cost: the steps of the protocol with its messages, the planner's placements, and
/// losses of nodes, on a virtual clock. No tensor, no thread, no real clock; the same settings give the same result.
/// What it leaves out is in docs/simulation.md.
/// </summary>
public sealed class ThroughputSimulation
{
    private readonly ThroughputSettings settings;
    private readonly WorkCosts costs;
    private readonly TaskPaths paths;
    private readonly Machines machines;
    private readonly ClusterSeats seats;
    private readonly Coordination coordinator;
    private readonly RunningPhase running;
    private readonly StepEnd ending;
    private readonly RandomDraws kills;
    private readonly PriorityQueue<int, double> returning = new();
    private readonly List<StepFigures> steps = [];
    private readonly List<RecoveryFigures> recoveries = [];
    private readonly List<(RecoveryFigures Loss, long Step)> recovering = [];
    private double now;
    private double nextKill;
    private long step;
    private long snapshot;
    private long microBatches;
    private int moves;
    private bool placementIsOld;

    /// <summary>Makes the cluster and places the experts.</summary>
    /// <exception cref="Model.Failures.ConfigurationException">A setting is out of range.</exception>
    /// <exception cref="Model.Failures.EnvironmentException">The experts do not fit the nodes.</exception>
    public ThroughputSimulation(ThroughputSettings settings)
    {
        this.settings = settings.Validated();
        var kernel = new SimulationKernel(settings.Seed);
        var speeds = kernel.Draws("speeds");
        var speed = Enumerable.Range(0, settings.Nodes)
            .Select(_ => 1 + (settings.SpeedSpread * ((2 * speeds.Uniform()) - 1))).ToArray();
        costs = new WorkCosts(settings);
        paths = new TaskPaths(settings, costs);
        machines = new Machines(settings, speed);
        seats = new ClusterSeats(settings, costs, paths, speed);
        coordinator = new Coordination(settings);
        running = new RunningPhase(settings, costs, machines, seats, coordinator);
        ending = new StepEnd(settings, costs, paths, machines, seats, coordinator);
        kills = kernel.Draws("kills");
        nextKill = NextKill(0);
        Placement = seats.Plan;
    }

    /// <summary>The first placement.</summary>
    public Placement.PlacementPlan Placement { get; }

    /// <summary>Runs until the wanted steps are committed.</summary>
    /// <param name="progress">Called after every step that ended.</param>
    public ThroughputResult Run(Action<StepFigures>? progress = null)
    {
        while (step < settings.Steps)
        {
            EndRecoveries();
            if (OneStep() is { } figures)
            {
                steps.Add(figures);
                progress?.Invoke(figures);
            }
        }
        EndRecoveries();
        return new ThroughputResult
        {
            Steps = steps,
            Recoveries = recoveries,
            Placement = Placement,
            Traffic = seats.Traffic,
            Seconds = now,
            Tokens = (double)settings.Steps * settings.MicroBatchesOfStep * costs.Tokens,
            Bytes = machines.Bytes,
            Waited = machines.Waited,
            MicroBatches = microBatches,
            Events = running.Events,
            Moves = moves,
        };
    }

    private StepFigures? OneStep()
    {
        var begin = now;
        machines.BeginStep(now);
        coordinator.BeginAt(now);
        var drawn = paths.Draw(step, settings.MicroBatchesOfStep);
        if (running.Run(now, drawn, () => nextKill, Kill) is not { } ran) return null;
        var prepared = ending.Prepare(ran, drawn);
        var committed = ending.Commit(prepared);
        // A loss at the end of a step: without another copy the step is lost too.
        while (nextKill < committed)
        {
            if (!Kill(nextKill)) return null;
        }
        microBatches += drawn.Length;
        now = committed;
        step++;
        if (step % settings.SnapshotEvery == 0)
        {
            now = ending.Snapshot(now);
            snapshot = step;
        }
        ComeBack();
        if (placementIsOld) Move();
        return new StepFigures(
            step - 1, begin, ran - begin, prepared - ran, committed - prepared, now - committed, Balance(), running.Retried);
    }

    private double NextKill(double after) => settings.KillEverySeconds > 0
        ? after + kills.Exponential(TimeSpan.FromSeconds(settings.KillEverySeconds)).TotalSeconds
        : double.PositiveInfinity;

    // True when the step goes on with other copies.
    private bool Kill(double at)
    {
        nextKill = NextKill(at);
        var living = Enumerable.Range(0, settings.Nodes).Where(node => seats.Alive[node]).ToArray();
        if (living.Length == 1) return true;
        var node = kills.Pick(living);
        var (copies, losesExpert) = seats.Lose(node);
        returning.Enqueue(node, at + settings.DownSeconds);
        placementIsOld = true;
        var loss = new RecoveryFigures(at, seats.NameOf(node), copies, 0, losesExpert ? (int)(step - snapshot) : 0);
        if (!losesExpert)
        {
            recoveries.Add(loss with { Seconds = settings.TurnOverSeconds });
            return true;
        }
        recovering.Add((loss, step));
        Recover(at);
        return false;
    }

    // Everybody goes back to the snapshot; what was lost is loaded from the nodes that keep the snapshot of others.
    private void Recover(double at)
    {
        now = Math.Max(now, at + settings.DetectSeconds + settings.PlanSeconds);
        step = snapshot;
        while (nextKill < now && seats.Alive.Count(alive => alive) > 1)
        {
            var second = nextKill;
            nextKill = NextKill(second);
            var node = kills.Pick(Enumerable.Range(0, settings.Nodes).Where(other => seats.Alive[other]).ToArray());
            recovering.Add((new RecoveryFigures(second, seats.NameOf(node), seats.Lose(node).Copies, 0, 0), step));
            returning.Enqueue(node, second + settings.DownSeconds);
            now = second + settings.DetectSeconds + settings.PlanSeconds;
        }
        now = ending.Restore(now, seats.Replan().Moves);
        moves += seats.Plan.Moves.Count;
        placementIsOld = false;
    }

    private void ComeBack()
    {
        while (returning.TryPeek(out var node, out var at) && at <= now)
        {
            returning.Dequeue();
            seats.Alive[node] = true;
            placementIsOld = true;
        }
    }

    // Between two steps, one after the other.
    private void Move()
    {
        foreach (var move in seats.Replan().Moves)
        {
            moves++;
            if (move.To is null) continue;
            machines.Carry(move.Bytes);
            now += (move.Bytes / settings.LinkBytesPerSecond) + (3 * settings.LinkLatencySeconds);
        }
        now += settings.PlanSeconds;
        placementIsOld = false;
    }

    private void EndRecoveries()
    {
        foreach (var (loss, until) in recovering.Where(entry => entry.Step <= step))
            recoveries.Add(loss with { Seconds = now - loss.At });
        recovering.RemoveAll(entry => entry.Step <= step);
    }

    private double Balance()
    {
        var (most, sum, living) = (0.0, 0.0, 0);
        for (var node = 0; node < settings.Nodes; node++)
        {
            if (!seats.Alive[node]) continue;
            (most, sum, living) = (Math.Max(most, machines.Busy[node]), sum + machines.Busy[node], living + 1);
        }
        return sum > 0 ? most / (sum / living) : 1;
    }
}
