using Akka.Actor;
using Akka.Event;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Curriculum.Batches;

namespace Moe.Actors.Router;

/// <summary>
/// Takes micro-batches through the experts of their routes. Decisions are <see cref="RouterState"/>'s; this sends the
/// messages, and has tensors dealt out and put together on the node's lanes.
/// </summary>
public sealed class RouterActor : ReceiveActor
{
    private readonly NodeServices services;
    private readonly TrainingData data;
    private readonly ExpertDirectory experts;
    private readonly IActorRef coordinator;
    private readonly RouterState state;
    private readonly Dictionary<MicroBatchKey, MicroBatchTensors> tensors = [];
    private readonly HashSet<MicroBatchKey> onLane = [];
    private readonly HashSet<MicroBatchKey> abandoned = [];
    private readonly ILoggingAdapter log = Context.GetLogger();

    /// <summary>A router of a node.</summary>
    public RouterActor(NodeServices services, TrainingData data, IActorRef experts, IActorRef coordinator, int slots)
    {
        (this.services, this.data, this.coordinator) = (services, data, coordinator);
        this.experts = new ExpertDirectory(experts);
        var shape = services.Settings.Model;
        state = new RouterState(shape.EncoderLayers, shape.DecoderLayers, slots);
        Receive<RouterCommands.Assign>(Assign);
        Receive<RouterCommands.Forget>(command => CarryOut(state.On(command)));
        Receive<RouterInput.Dealt>(input => OffLane(input.Key, () => state.On(input)));
        Receive<RouterInput.Combined>(input => OffLane(input.Key, () => state.On(input)));
        Receive<RouterInput.Threw>(input => OffLane(input.Key, () => state.On(input)));
        Receive<ExpertEvents.Computed>(Computed);
        Receive<ExpertEvents.Failed>(failed => CarryOut(state.On(failed)));
    }

    /// <summary>Props of a router.</summary>
    public static Props Of(NodeServices services, TrainingData data, IActorRef experts, IActorRef coordinator, int slots) =>
        Props.Create(() => new RouterActor(services, data, experts, coordinator, slots));

    /// <inheritdoc/>
    protected override void PreStart() => CarryOut(state.Start());

    /// <inheritdoc/>
    protected override void PostStop()
    {
        foreach (var held in tensors.Values) held.Dispose();
    }

    private void Assign(RouterCommands.Assign command)
    {
        var plan = command.Plan;
        var held = new MicroBatchTensors(plan, data.Batch(plan.Examples, services.Settings.Model), services.Settings.Model,
            services.Channel);
        tensors.TryAdd(plan.Key, held);
        var rows = Enumerable.Range(0, services.Settings.Model.Layers).Select(held.ExpertsOf).ToArray();
        CarryOut(state.On(command, rows));
    }

    private void Computed(ExpertEvents.Computed computed)
    {
        experts.Learn(computed.Expert, Sender);
        if (state.Expects(computed)) tensors[computed.Key].Take(computed.Expert, computed.Result);
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
                experts.Tell(new ExpertCommands.Compute(ask.Expert, ask.Key, held.Plan.After[ask.Expert],
                    held.OperationFor(ask.Stop, ask.Expert)), Self);
                break;
            case RouterEffect.Combine combine:
                OnLane(combine.Key, combine.Stop, tensors[combine.Key].CombineIsTrivial(combine.Stop),
                    open => open.Combine(combine.Stop), new RouterInput.Combined(combine.Key));
                break;
            case RouterEffect.Report report:
                coordinator.Tell(new RouterEvents.Done(tensors[report.Key].Report()), Self);
                Free(report.Key);
                break;
            case RouterEffect.GiveUp giveUp:
                log.Warning("{0} given up: {1}", giveUp.Key, giveUp.Reason);
                coordinator.Tell(new RouterEvents.Failed(giveUp.Key, giveUp.Reason), Self);
                Free(giveUp.Key);
                break;
            case RouterEffect.Drop drop:
                Free(drop.Key);
                break;
            case RouterEffect.Pull pull:
                coordinator.Tell(new RouterEvents.Pull(pull.Slots), Self);
                break;
        }
    }

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
        services.Lanes.Main.Post(backward ? LaneUrgency.Backward : LaneUrgency.Forward, key.Step, key.Index, () =>
        {
            work(held);
            return then;
        }, self.Tell, failure => self.Tell(new RouterInput.Threw(key, failure.Message)));
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
        if (onLane.Contains(key)) abandoned.Add(key);
        else if (tensors.Remove(key, out var held)) held.Dispose();
    }
}
