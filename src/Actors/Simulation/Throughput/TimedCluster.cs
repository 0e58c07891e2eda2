using Moe.Actors.Messages;
using Moe.Actors.Placement;
using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>
/// What is around the states in the simulation: the clock, nodes that die and come back, messages, sharding that starts experts
/// where the plan says, and a singleton that moves. Membership is one all-knowing authority: a loss is certain after a time.
/// </summary>
internal sealed class TimedCluster
{
    private const double Nanoseconds = 1e9;
    private const double StuckSeconds = 20_000;
    private readonly EventQueue<Action> queue = new();
    private readonly Dictionary<ExpertId, TimedExpert> experts = [];
    private readonly RunPlacing placing;
    private IReadOnlyDictionary<ExpertId, string> planned = new Dictionary<ExpertId, string>();
    private TimedCoordinator coordinator = null!;
    private long incarnations;

    public TimedCluster(ThroughputSettings settings)
    {
        Settings = settings;
        Training = settings.Training();
        Model = Training.Model;
        Costs = new WorkCosts(settings);
        Paths = new TaskPaths(settings, Training);
        Links = new TimedLinks(settings);
        var demands = Paths.Demands(settings, Costs);
        placing = new RunPlacing(demands, Training.Replicas);
        Traffic = demands.Sum(demand => demand.Onward.Sum(traffic => traffic.BytesPerStep));
        var kernel = new SimulationKernel(settings.Seed);
        var speeds = kernel.Draws("speeds");
        TimedCores? machine = settings.SharedCores is { } shared ? new TimedCores(shared) : null;
        Nodes = [.. Enumerable.Range(0, settings.Nodes).Select(index => new TimedNode(this, index, $"node-{index:D5}",
            1 + (settings.SpeedSpread * ((2 * speeds.Uniform()) - 1)), settings.Lanes, machine ?? new TimedCores(null)))];
        if (machine is not null) machine.Share(Nodes);
        Losses = new NodeLosses(this, kernel.Draws("kills"));
    }

    public ThroughputSettings Settings { get; }

    public TrainingSettings Training { get; }

    public ModelShape Model { get; }

    public WorkCosts Costs { get; }

    public TaskPaths Paths { get; }

    public TimedLinks Links { get; }

    public IReadOnlyList<TimedNode> Nodes { get; }

    public NodeLosses Losses { get; }

    public StepClock Clock { get; } = new();

    /// <summary>The first placement, once there is one.</summary>
    public PlacementPlan? Placement { get; private set; }

    /// <summary>Experts moved or made anew after the first placement.</summary>
    public int Moves { get; private set; }

    /// <summary>Virtual seconds since the start.</summary>
    public double Now { get; private set; }

    public long Events { get; private set; }

    public double WaitedForLanes { get; set; }

    public long Epoch { get; set; } = -1;

    /// <summary>Step of the newest durable checkpoint.</summary>
    public long? Durable { get; set; }

    public RunOutcome? Outcome { get; set; }

    /// <summary>Bytes a step that the planner was told go between layers.</summary>
    public double Traffic { get; }

    /// <summary>Starts all nodes and runs until the run is over.</summary>
    public void Run()
    {
        foreach (var node in Nodes) node.Start();
        Seat();
        Losses.Begin();
        while (Outcome is null)
        {
            queue.TryTake(out var time, out var happen);
            Now = time / Nanoseconds;
            if (Now - Clock.ChangedAt > StuckSeconds)
            {
                throw new EnvironmentException(
                    $"The simulated run has been at step {Clock.Newest} for {StuckSeconds} virtual seconds. "
                    + "Work or bytes of a step are too much for these nodes and links: give it more of them, or smaller steps.");
            }
            Events++;
            happen();
        }
    }

    public void After(double seconds, Action happen) => queue.Add((long)((Now + seconds) * Nanoseconds), happen);

    /// <summary>Has something done soon and then with every tick of the protocol's clock, as long as a process lives.</summary>
    public void Repeat(TimedProcess process, Action action, double after = 0) => After(after, () =>
    {
        if (!process.IsAlive) return;
        action();
        Repeat(process, action, Ticks.Every.TotalSeconds);
    });

    /// <summary>Sends a message that leaves at a time, now or later.</summary>
    public void Send(TimedProcess from, TimedProcess to, object message, double bytes, double? at = null)
    {
        var leaves = at ?? Now;
        var arrives = message is NodeCommands.Keep or NodeEvents.Given or ExpertCommands.TakeGradient
            ? Links.Stream(from.Node, to.Node, leaves, bytes)
            : Links.Carry(from.Node, to.Node, leaves, bytes);
        After(arrives - Now, () =>
        {
            if (to.IsAlive) to.Receive(message, from);
        });
    }

    public void ToCoordinator(TimedProcess from, object message) => Send(from, coordinator, message, 0);

    /// <summary>Sends an announcement through sharding: to the expert, which is started where the plan says if it is nowhere.</summary>
    public void Summon(TimedCoordinator from, ExpertCommands.Announce command, double at)
    {
        if (!experts.TryGetValue(command.Expert, out var expert))
        {
            var node = Nodes.FirstOrDefault(node => node.Name == planned.GetValueOrDefault(command.Expert) && node.IsUp)
                ?? Nodes.First(node => node.IsUp);
            experts[command.Expert] = expert = new TimedExpert(this, node, command.Expert, ++incarnations);
            node.Experts.Add(command.Expert);
        }
        Send(from, expert, command, 0, at);
    }

    /// <summary>What the coordinator calls to place experts.</summary>
    public IReadOnlyDictionary<ExpertId, string> Place(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current, IReadOnlyDictionary<ExpertId, string> pins,
        MeasuredLoad? load)
    {
        var places = placing.Place(nodes, current, pins, load);
        if (Placement is not null) Moves += placing.Newest!.Moves.Count;
        Placement ??= placing.Newest;
        return places;
    }

    /// <summary>Sharding hears a plan: experts that are to live elsewhere end where they are.</summary>
    public void Take(NodeCommands.Place place)
    {
        if (ReferenceEquals(planned, place.Nodes)) return;
        planned = place.Nodes;
        foreach (var (expert, process) in experts.ToArray())
        {
            if (!planned.TryGetValue(expert, out var node) || node == process.Node.Name) continue;
            process.Stop();
            process.Node.Experts.Remove(expert);
            experts.Remove(expert);
        }
    }

    /// <summary>The cluster is certain that a node is lost.</summary>
    public void Remove(TimedNode node)
    {
        foreach (var (expert, process) in experts.ToArray())
        {
            if (process.Node == node && !process.IsAlive) experts.Remove(expert);
        }
        if (coordinator.IsAlive) coordinator.Lost(node);
        else Seat();
    }

    /// <summary>How long all experts take to write their states, each node its own.</summary>
    public double CheckpointSeconds() => experts.GroupBy(expert => expert.Value.Node).Max(
        node => node.Sum(expert => Costs.ParametersOf(expert.Key))) * WorkCosts.BytesOfSnapshot / Settings.DiskBytesPerSecond;

    private void Seat()
    {
        coordinator = new TimedCoordinator(this, Nodes.First(node => node.IsUp));
        coordinator.Begin();
    }
}
