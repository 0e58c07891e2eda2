using Moe.Actors;
using Moe.Actors.Coordinator;
using Moe.Actors.Messages;
using Moe.Actors.Operations;
using Moe.Actors.Placement;
using Moe.Actors.Ports;
using Moe.Model;
using Moe.Model.Failures;

namespace Moe.Unit.Specs.Actors.Coordinator;

/// <summary>
/// A coordinator's state with nodes and experts that answer as they should, and short ways through the parts of a run that a
/// spec is not about. An expert's actor is its name and its incarnation; a node's agent is the node's name with "agent".
/// </summary>
internal sealed class CoordinatorScript
{
    public const string Asker = "router";
    public const string Home = "home";
    public const string Hash = "hash";
    private readonly long firstStep;
    private readonly string home;
    private readonly IReadOnlyDictionary<int, long> resting;
    private readonly Dictionary<ExpertId, long> incarnations = [];

    public CoordinatorScript(
        TrainingSettings? settings = null, long firstStep = 0, IReadOnlyDictionary<int, long>? resting = null, int snapshotEvery = 0,
        ExpertPlacing? placing = null, int nodesMin = 1, string node = Home, int placementEvery = 0,
        bool isAlone = false)
    {
        (this.firstStep, this.resting, home) = (firstStep, resting ?? new Dictionary<int, long>(), node);
        State = new CoordinatorState(settings ?? SmallRun.Settings(), SmallRun.Tasks, new CoordinatorSettings(
            node, Hash, "text", placing ?? RoundRobin, firstStep > 0 ? firstStep : null, snapshotEvery, placementEvery,
            nodesMin)
        { IsAlone = isAlone });
    }

    public CoordinatorState State { get; }

    public static IReadOnlyList<ExpertId> Experts { get; } = [.. SmallRun.Shape.AllExperts()];

    public long Step => State.Step;

    /// <summary>One expert after the other to one node after the other.</summary>
    public static IReadOnlyDictionary<ExpertId, string> RoundRobin(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current,
        IReadOnlyDictionary<ExpertId, string> pins, MeasuredLoad? load) => Experts.Select((expert, place) => (expert, place)).ToDictionary(
        one => one.expert, one => pins.GetValueOrDefault(one.expert, nodes[one.place % nodes.Count].Address));

    /// <summary>Where experts are, there they stay; what has no place goes to the first node.</summary>
    public static IReadOnlyDictionary<ExpertId, string> Staying(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current,
        IReadOnlyDictionary<ExpertId, string> pins, MeasuredLoad? load) => Experts.ToDictionary(
        expert => expert,
        expert => pins.TryGetValue(expert, out var pinned) ? pinned
            : nodes.Any(node => node.Address == current.GetValueOrDefault(expert)) ? current[expert] : nodes[0].Address);

    /// <summary>As <see cref="Staying"/>, but one node alone has no room for all experts.</summary>
    public static IReadOnlyDictionary<ExpertId, string> RoomOnTwo(
        IReadOnlyList<NodeDescription> nodes, IReadOnlyDictionary<ExpertId, string> current,
        IReadOnlyDictionary<ExpertId, string> pins, MeasuredLoad? load) =>
        nodes.Count > 1 ? Staying(nodes, current, pins, load) : throw new EnvironmentException("there is no room");

    public static string AgentOf(string node) => $"{node} agent";

    public string ActorOf(ExpertId expert) => $"{expert} {incarnations.GetValueOrDefault(expert)}";

    /// <summary>Two micro-batches: one on expert 0 of every layer, one on expert 1 of the encoder's.</summary>
    public static MicroBatchPlan[] Plans(long step, long epoch = 0) =>
    [
        .. SmallRun.Plans(step, SmallRun.Path(0), [SmallRun.Shape.At(0, 1), SmallRun.Shape.At(1, 1)])
            .Select(plan => plan with { Key = plan.Key with { Epoch = epoch } }),
    ];

    /// <summary>The run up to where its first step begins, on some nodes; the effects of that.</summary>
    public IReadOnlyList<CoordinatorEffect> Begin(params string[] nodes)
    {
        string[] names = nodes.Length > 0 ? nodes : [Home];
        foreach (var node in names) State.On(new CoordinatorInput.NodeExpected(node));
        State.Start();
        var effects = Open(0);
        foreach (var node in names) effects = Present(node);
        return GoOn(effects);
    }

    public IReadOnlyList<CoordinatorEffect> Open(long epoch, params AcceptedOperation[] operations) =>
        State.On(new CoordinatorInput.EpochOpened(epoch) { Operations = operations });

    public IReadOnlyList<CoordinatorEffect> Present(
        string node, bool leaving = false, string hash = Hash, string? agent = null, long epoch = -1, string[]? roles = null,
        params ExpertId[] experts) => State.On(
        new NodeEvents.Present(new NodeDescription(node, roles ?? ["expert", "router", "coordinator"], 1000, 1), hash, "text of " + node,
            leaving, epoch, experts),
        agent ?? AgentOf(node));

    /// <summary>From announcements on: experts say what they hold, nodes what they keep, and all take over what is chosen.</summary>
    public IReadOnlyList<CoordinatorEffect> GoOn(
        IReadOnlyList<CoordinatorEffect> announced, Func<ExpertId, long?>? version = null, Func<string, KeptPart[]>? kept = null) =>
        Restore(Gather(announced, version, kept));

    public IReadOnlyList<CoordinatorEffect> Gather(
        IReadOnlyList<CoordinatorEffect> announced, Func<ExpertId, long?>? version = null, Func<string, KeptPart[]>? kept = null)
    {
        var placed = Placed(announced);
        IReadOnlyList<CoordinatorEffect> effects = [];
        foreach (var expert in Experts) effects = Ready(expert, placed[expert], version?.Invoke(expert));
        foreach (var tell in announced.OfType<CoordinatorEffect.TellNode>().Where(tell => tell.Message is NodeCommands.ListSnapshots))
        {
            var node = ((string)tell.Agent)[..^" agent".Length];
            effects = State.On(new NodeEvents.Snapshots(node, State.Epoch, kept?.Invoke(node) ?? []));
        }
        return effects;
    }

    public IReadOnlyList<CoordinatorEffect> Restore(IReadOnlyList<CoordinatorEffect> asked)
    {
        foreach (var restore in Told<ExpertCommands.Restore>(asked))
            State.On(new ExpertEvents.Restored(restore.Expert, restore.Epoch, restore.Step));
        var own = asked.OfType<CoordinatorEffect.RestoreOwn>().Single();
        var tired = own.Step == firstStep ? resting : new Dictionary<int, long>();
        return State.On(new CoordinatorInput.OwnRestored(own.Epoch, own.Step, tired, 0));
    }

    public static IReadOnlyDictionary<ExpertId, string> Placed(IEnumerable<CoordinatorEffect> effects) => effects
        .OfType<CoordinatorEffect.TellNode>().Select(tell => tell.Message).OfType<NodeCommands.Place>().Last().Nodes;

    public IReadOnlyList<CoordinatorEffect> Ready(ExpertId expert, string node, long? version = null, bool anew = false)
    {
        if (anew) incarnations[expert] = incarnations.GetValueOrDefault(expert) + 1;
        return State.On(
            new ExpertEvents.Ready(expert, State.Epoch, node, incarnations.GetValueOrDefault(expert), version), ActorOf(expert));
    }

    public IReadOnlyList<CoordinatorEffect> Pull(int slots, string router = Asker, string? node = null) =>
        State.On(new RouterEvents.Pull(node ?? home, slots, State.Epoch), router);

    public IReadOnlyList<CoordinatorEffect> Tick() => State.On(new CoordinatorInput.Tick());

    /// <summary>Two ticks: nothing has happened in between.</summary>
    public IReadOnlyList<CoordinatorEffect> Quiet()
    {
        Tick();
        return Tick();
    }

    /// <summary>The run up to where the first step's two micro-batches are handed out.</summary>
    public MicroBatchPlan[] Running(params string[] nodes)
    {
        Begin(nodes);
        Pull(2);
        return Draw();
    }

    public MicroBatchPlan[] Draw()
    {
        var plans = Plans(Step, State.Epoch);
        State.On(new CoordinatorInput.Drawn(State.Epoch, Step, plans));
        return plans;
    }

    public IReadOnlyList<CoordinatorEffect> Done(MicroBatchKey key, double firstRow = 1, double secondRow = 2) =>
        State.On(new RouterEvents.Done(SmallRun.Report(key, firstRow, secondRow)));

    public IReadOnlyList<CoordinatorEffect> Failed(MicroBatchKey key, bool lost = false) =>
        State.On(new RouterEvents.Failed(key, "out of memory", lost));

    /// <summary>Every expert and the routes answer Prepare; the last answer's effects.</summary>
    public IReadOnlyList<CoordinatorEffect> Prepared(IReadOnlyList<CoordinatorEffect> effects, double norm = 1)
    {
        var step = Step;
        foreach (var prepare in effects.OfType<CoordinatorEffect.Prepare>())
            State.On(new ExpertEvents.Prepared(prepare.Expert, State.Epoch, step, norm));
        return State.On(new CoordinatorInput.RoutesMeasured(State.Epoch, step, norm));
    }

    /// <summary>Every expert and the routes end the step; the last answer's effects.</summary>
    public IReadOnlyList<CoordinatorEffect> Committed()
    {
        var step = Step;
        foreach (var expert in Experts) State.On(new ExpertEvents.Committed(expert, State.Epoch, step, step + 1));
        return State.On(new CoordinatorInput.RoutesCommitted(State.Epoch, step));
    }

    /// <summary>A whole step from drawing on; the effects of its end.</summary>
    public IReadOnlyList<CoordinatorEffect> WholeStep()
    {
        var plans = Draw();
        Pull(2);
        Done(plans[0].Key);
        Prepared(Done(plans[1].Key));
        return Committed();
    }

    public IReadOnlyList<CoordinatorEffect> Operate(RunOperation operation, string key = "") =>
        State.On(new CoordinatorCommands.Operate(operation, "ann", "a spec", key), "asker");

    public IReadOnlyList<CoordinatorEffect> OperationsKept() => State.On(new CoordinatorInput.OperationsKept(State.Epoch));

    public static CoordinatorEvents.Decided Decision(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.Answer>().Single().Message;

    public IReadOnlyList<CoordinatorEffect> CheckpointWritten() =>
        State.On(new CoordinatorInput.CheckpointWritten(State.Epoch, Step));

    public IReadOnlyList<CoordinatorEffect> Evaluated() => State.On(new CoordinatorInput.Evaluated(State.Epoch, Step));

    /// <summary>Every copy asked for is kept; the effects of the last one.</summary>
    public IReadOnlyList<CoordinatorEffect> Kept(IReadOnlyList<CoordinatorEffect> asked)
    {
        IReadOnlyList<CoordinatorEffect> effects = [];
        foreach (var (part, step, keepers) in Copies(asked))
        {
            foreach (var keeper in keepers)
                effects = State.On(new NodeEvents.Kept(((string)keeper)[..^" agent".Length], part, State.Epoch, step));
        }
        return effects;
    }

    public static IEnumerable<(string Part, long Step, IReadOnlyList<object> Keepers)> Copies(IEnumerable<CoordinatorEffect> effects) =>
        Told<ExpertCommands.Snapshot>(effects).Select(copy => (copy.Expert.ToString(), copy.Step, copy.Keepers)).Concat(
            effects.OfType<CoordinatorEffect.SnapshotOwn>().Select(own => (CoordinatorState.OwnPart, own.Step, own.Keepers)));

    /// <summary>The messages of a kind to experts.</summary>
    public static IEnumerable<T> Told<T>(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.TellExpert>().Select(tell => tell.Command).OfType<T>();

    /// <summary>The messages of a kind to nodes, and to whom.</summary>
    public static IEnumerable<(object Agent, T Message)> ToNodes<T>(IEnumerable<CoordinatorEffect> effects) => effects
        .OfType<CoordinatorEffect.TellNode>().Where(tell => tell.Message is T).Select(tell => (tell.Agent, (T)tell.Message));

    public static IEnumerable<string> Notes(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.Note>().Select(note => note.Kind);

    public static StepRecord Record(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.Observe>().Single().Record;

    public static RunOutcome Outcome(IEnumerable<CoordinatorEffect> effects) =>
        effects.OfType<CoordinatorEffect.End>().Single().Outcome;
}
