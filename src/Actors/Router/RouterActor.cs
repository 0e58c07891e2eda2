using Akka.Actor;
using Akka.Event;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Tracing;
using Moe.Curriculum.Batches;
using Moe.Model;

namespace Moe.Actors.Router;

/// <summary>
/// Takes micro-batches through the experts of their routes. Decisions are <see cref="RouterState"/>'s; this sends the
/// messages, and has tensors dealt out and put together on the node's lanes.
/// </summary>
public sealed class RouterActor : ReceiveActor, IWithTimers
{
    private readonly NodeServices services;
    private readonly TrainingData data;
    private readonly IActorRef coordinator;
    private readonly RouterState state;
    private readonly Arrivals arrivals;
    private readonly Dictionary<MicroBatchKey, MicroBatchTensors> tensors = [];
    private readonly Dictionary<MicroBatchKey, MicroBatchReport> reports = [];
    private readonly Dictionary<(MicroBatchKey Key, ExpertId Expert), ExpertCommands.Compute> asked = [];
    private readonly Dictionary<MicroBatchKey, JourneyTrace> followed = [];
    private readonly HashSet<MicroBatchKey> onLane = [];
    private readonly HashSet<MicroBatchKey> abandoned = [];
    private readonly ILoggingAdapter log = Context.GetLogger();
    private IReadOnlyDictionary<ExpertId, object> experts = new Dictionary<ExpertId, object>();

    /// <summary>A router of a node.</summary>
    public RouterActor(NodeServices services, TrainingData data, IActorRef coordinator, int slots)
    {
        (this.services, this.data, this.coordinator) = (services, data, coordinator);
        var shape = services.Settings.Model;
        var stops = JourneyStop.Through(shape.EncoderLayers, shape.DecoderLayers, shape.FinishesSource);
        state = new RouterState(services.Node, stops, slots);
        arrivals = new Arrivals(services.Channel);
        Receive<RouterCommands.Begin>(command => CarryOut(state.On(command)));
        Receive<RouterCommands.Assign>(Assign);
        Receive<RouterCommands.Forget>(command => CarryOut(state.On(command)));
        Receive<RouterInput.Dealt>(input => OffLane(input.Key, () => state.On(input)));
        Receive<RouterInput.Combined>(input => OffLane(input.Key, () => state.On(input)));
        Receive<RouterInput.Threw>(input => OffLane(input.Key, () => state.On(input)));
        Receive<RouterInput.Tick>(input => CarryOut(state.On(input)));
        Receive<ExpertEvents.Computed>(Computed);
        Receive<ExpertEvents.Failed>(failed => CarryOut(state.On(failed)));
        Receive<Arrived>(arrivals.On);
        Receive<NotArrived>(lost =>
        {
            arrivals.On(lost);
            if (lost.Message is ExpertEvents.Computed computed)
                CarryOut(state.On(new ExpertEvents.Failed(computed.Expert, computed.Key, computed.Operation, lost.Reason, Lost: true)));
        });
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Props of a router.</summary>
    public static Props Of(NodeServices services, TrainingData data, IActorRef coordinator, int slots) =>
        Props.Create(() => new RouterActor(services, data, coordinator, slots));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("tick", new RouterInput.Tick(), Ticks.Every);
        CarryOut(state.Start());
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var held in tensors.Values) held.Dispose();
        foreach (var trace in followed.Values) trace.Dispose();
    }

    private void Assign(RouterCommands.Assign command)
    {
        var plan = command.Plan;
        if (!tensors.ContainsKey(plan.Key) && !reports.ContainsKey(plan.Key) && plan.Key.Epoch == state.Epoch)
        {
            tensors.Add(plan.Key, new MicroBatchTensors(plan, data.Batch(plan.Examples, services.Settings.Model),
                services.Settings.Model, services.Channel));
            if (JourneyTrace.Of(command) is { } trace) followed.Add(plan.Key, trace);
        }
        var rows = tensors.TryGetValue(plan.Key, out var held)
            ? Enumerable.Range(0, services.Settings.Model.Layers).Select(held.ExpertsOf).ToArray()
            : [];
        CarryOut(state.On(command, rows));
    }

    private void Computed(ExpertEvents.Computed computed)
    {
        if (!state.Expects(computed)) Take(computed);
        else
        {
            followed.GetValueOrDefault(computed.Key)?.Coming(computed);
            arrivals.Take(computed, computed.Result.Handles, Self, Sender, (message, _) => Take((ExpertEvents.Computed)message));
        }
    }

    private void Take(ExpertEvents.Computed computed)
    {
        if (state.Expects(computed))
        {
            asked.Remove((computed.Key, computed.Expert));
            followed.GetValueOrDefault(computed.Key)?.Take(computed.Expert);
            tensors[computed.Key].Take(computed.Expert, computed.Result);
        }
        else TensorHandle.Discard(computed.Result.Handles);
        CarryOut(state.On(computed));
    }

    private void CarryOut(IReadOnlyList<RouterEffect> effects)
    {
        foreach (var effect in effects) CarryOut(effect);
    }

    private void CarryOut(RouterEffect effect)
    {
        switch (effect)
        {
            case RouterEffect.Begin:
                break;
            case RouterEffect.Deal deal:
                OnLane(deal.Key, deal.Stop, tensors[deal.Key].DealIsTrivial(deal.Stop), held => held.Deal(deal.Stop),
                    new RouterInput.Dealt(deal.Key));
                break;
            case RouterEffect.Ask ask:
                var held = tensors[ask.Key];
                var operation = held.OperationFor(ask.Stop, ask.Expert);
                var command = new ExpertCommands.Compute(ask.Expert, ask.Key, held.Plan.After[ask.Expert], operation,
                    followed.GetValueOrDefault(ask.Key)?.Ask(ask.Expert, operation.Name));
                asked[(ask.Key, ask.Expert)] = command;
                ((IActorRef)experts[ask.Expert]).Tell(command, Self);
                break;
            case RouterEffect.AskAgain again:
                if (asked.TryGetValue((again.Key, again.Expert), out var same)) ((IActorRef)experts[again.Expert]).Tell(same, Self);
                break;
            case RouterEffect.UseExperts use:
                experts = use.Experts;
                Say($"epoch {state.Epoch}: knows {experts.Count} experts");
                break;
            case RouterEffect.Combine combine:
                OnLane(combine.Key, combine.Stop, tensors[combine.Key].CombineIsTrivial(combine.Stop),
                    open => open.Combine(combine.Stop), new RouterInput.Combined(combine.Key));
                break;
            case RouterEffect.Report report:
                if (!reports.TryGetValue(report.Key, out var made)) reports.Add(report.Key, made = tensors[report.Key].Report());
                Free(report.Key);
                Say($"{report.Key}: through");
                services.Faults?.Pass(FaultPoint.MicroBatchThrough);
                coordinator.Tell(new RouterEvents.Done(made), Self);
                break;
            case RouterEffect.GiveUp giveUp:
                log.Warning("{0} given up: {1}", giveUp.Key, giveUp.Reason);
                Say($"{giveUp.Key}: given up: {giveUp.Reason}");
                coordinator.Tell(new RouterEvents.Failed(giveUp.Key, giveUp.Reason, giveUp.Lost), Self);
                Free(giveUp.Key);
                break;
            case RouterEffect.Drop drop:
                reports.Remove(drop.Key);
                Free(drop.Key);
                break;
            case RouterEffect.Pull pull:
                coordinator.Tell(new RouterEvents.Pull(pull.Node, pull.Slots, pull.Epoch), Self);
                break;
        }
    }

    private void Say(string what) => services.Log.Say("router", what);

    // Passing handles on needs no lane: a hop to another thread would cost more than the work.
    private void OnLane(MicroBatchKey key, JourneyStop stop, bool trivial, Action<MicroBatchTensors> work, object then)
    {
        var held = tensors[key];
        if (trivial)
        {
            work(held);
            if (then is RouterInput.Dealt dealt) CarryOut(state.On(dealt));
            else CarryOut(state.On((RouterInput.Combined)then));
            return;
        }
        var self = Self;
        onLane.Add(key);
        var backward = stop.Kind is not (StopKind.EmbedSource or StopKind.EmbedTarget or StopKind.Layer);
        var mixing = TrainingSpans.Follow("mix", followed.GetValueOrDefault(key)?.Context, key.Step, null, () =>
        {
            work(held);
            return then;
        });
        services.Lanes.Main.Post(backward ? LaneUrgency.Backward : LaneUrgency.Forward, key.Step, key.Index, mixing,
            self.Tell, failure => self.Tell(new RouterInput.Threw(key, failure.Message)));
    }

    private void OffLane(MicroBatchKey key, Func<IReadOnlyList<RouterEffect>> decide)
    {
        onLane.Remove(key);
        if (abandoned.Remove(key)) Free(key);
        CarryOut(decide());
    }

    // A lane may still be at work on what nobody waits for any more; then it is freed when the lane is done.
    private void Free(MicroBatchKey key)
    {
        if (followed.Remove(key, out var trace)) trace.Dispose();
        foreach (var sent in asked.Keys.Where(sent => sent.Key == key).ToArray()) asked.Remove(sent);
        if (onLane.Contains(key)) abandoned.Add(key);
        else if (tensors.Remove(key, out var held)) held.Dispose();
    }
}
