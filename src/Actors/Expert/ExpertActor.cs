using Akka.Actor;
using Akka.Event;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Model;
using Moe.Model.Initialization;
using Moe.Model.Layers;
using Moe.Model.Optimization;
using Moe.Model.Parameters;
using Moe.Model.Routing;

namespace Moe.Actors.Expert;

/// <summary>
/// Owns one expert: its weights, gradients, optimizer state and place on a device. All decisions are
/// <see cref="ExpertState"/>'s; this carries its effects out, tensor work on the device's lanes, and tells it how they ended.
/// </summary>
public sealed class ExpertActor : ReceiveActor, IWithUnboundedStash
{
    private readonly NodeServices services;
    private readonly ExpertId expert;
    private readonly ComputeLanes lanes;
    private readonly ExpertState state;
    private readonly long incarnation;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private FlatParameters? parameters;
    private IExpertCompute? compute;

    /// <summary>An expert of a node; weights are made on its lane before it answers anything.</summary>
    public ExpertActor(NodeServices services, ExpertId expert)
    {
        (this.services, this.expert) = (services, expert);
        lanes = services.Lanes.LanesOf(expert);
        state = new ExpertState(expert, services.FirstStep);
        incarnation = services.FirstStep;
        Starting();
    }

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <summary>Props of an expert.</summary>
    public static Props Of(NodeServices services, ExpertId expert) => Props.Create(() => new ExpertActor(services, expert));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var self = Self;
        lanes.Post(LaneUrgency.Forward, services.FirstStep, 0, MakeParameters,
            made => self.Tell(new Made(made)), failure => self.Tell(new Threw(FailureKind.ExpertStart, "starting", failure)));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        var (owned, open) = (parameters, compute);
        if (owned is null) return;
        lanes.Release(() =>
        {
            open?.Dispose();
            owned.Dispose();
        }, failure => log.Error(failure, "{0}: freeing its buffers failed", expert));
    }

    private FlatParameters MakeParameters()
    {
        var type = services.Settings.ComputeType == "bfloat16" ? TorchSharp.torch.ScalarType.BFloat16 : TorchSharp.torch.ScalarType.Float32;
        var layout = ExpertFactory.LayoutOf(services.Settings.Model, expert);
        var made = new FlatParameters(layout, services.Lanes.DeviceOf(expert), type);
        services.Weights(expert, made);
        return made;
    }

    private void Starting()
    {
        Receive<Made>(made =>
        {
            parameters = made.Parameters;
            compute = expert.Kind == ExpertKind.Vocabulary
                ? new VocabularyCompute(new VocabularyLayer(services.Settings.Model, parameters), services.Settings.Seed,
                    services.Settings.Optimization.LabelSmoothing, services.Channel)
                : new LayerCompute(expert, ExpertFactory.LayerOf(services.Settings.Model, expert, parameters),
                    services.Settings.Seed, services.Recompute, services.Channel);
            Become(Serving);
            Stash.UnstashAll();
        });
        Receive<Threw>(Raise);
        ReceiveAny(_ => Stash.Stash());
    }

    private void Serving()
    {
        Receive<ExpertCommands.Announce>(_ => Sender.Tell(new ExpertEvents.Ready(expert, state.Version, incarnation)));
        Receive<ExpertCommands.Compute>(command => CarryOut(state.On(command, Sender)));
        Receive<ExpertCommands.Prepare>(command => CarryOut(state.On(command, Sender)));
        Receive<ExpertCommands.Commit>(command => CarryOut(state.On(command, Sender)));
        Receive<ExpertInput.Finished>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Failed>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Added>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Measured>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Updated>(input => CarryOut(state.On(input)));
        Receive<ExpertCommands.SavePart>(command => Outside(command.Step, FailureKind.Checkpoint, "saving its checkpoint part",
            () => (object)new ExpertEvents.PartSaved(expert, command.Step,
                ExpertStore.Save(services.Checkpoints, command.Step, expert.ToString(), parameters!))));
        Receive<ExpertCommands.OfferState>(command => Outside(command.Step, FailureKind.Growth, "offering its state",
            () => new ExpertEvents.StateOffered(
                expert, command.Step, ExpertStore.Offer(services.Channel, parameters!, command.Whole), command.For)));
        Receive<ExpertCommands.TakeState>(command => Outside(command.Step, FailureKind.Growth, "taking a sibling's state", () =>
        {
            ExpertStore.Take(services.Channel, command.State, parameters!);
            new ExpertNoise(command.Noise, IsRelative: true).AddTo(parameters!, services.Settings.Seed, expert, command.Step);
            return new ExpertEvents.StateTaken(expert, command.Step);
        }));
        Receive<Threw>(Raise);
    }

    private void CarryOut(IReadOnlyList<ExpertEffect> effects)
    {
        foreach (var effect in effects) CarryOut(effect);
    }

    private void CarryOut(ExpertEffect effect)
    {
        var self = Self;
        switch (effect)
        {
            case ExpertEffect.Reply reply:
                ((IActorRef)reply.To).Tell(reply.Message, self);
                break;
            case ExpertEffect.Run run:
                lanes.Post(run.Operation.IsBackward ? LaneUrgency.Backward : LaneUrgency.Forward, run.Key.Step, run.Key.Index,
                    () => compute!.Run(run.Key, run.Operation),
                    result => self.Tell(new ExpertInput.Finished(run.Key, run.Operation, result)),
                    failure => self.Tell(new ExpertInput.Failed(run.Key, run.Operation.Name, failure.Message)));
                break;
            case ExpertEffect.Add add:
                OnLane(LaneUrgency.Deferred, add.Key, "adding gradients", () =>
                {
                    compute!.Add(add.Key, add.Overwrite);
                    compute.Drop(add.Key);
                    return new ExpertInput.Added(add.Key);
                });
                break;
            case ExpertEffect.Drop drop:
                OnLane(LaneUrgency.Backward, drop.Key, "freeing a micro-batch", () =>
                {
                    compute!.Drop(drop.Key);
                    return null;
                });
                break;
            case ExpertEffect.Measure measure:
                OnLane(LaneUrgency.Backward, new MicroBatchKey(measure.Step, 0, 0), "measuring gradients",
                    () => new ExpertInput.Measured(measure.Step, Measure(measure)));
                break;
            case ExpertEffect.Update update:
                OnLane(LaneUrgency.Backward, new MicroBatchKey(update.Step, 0, 0), "updating weights", () =>
                {
                    AdamW.Apply(parameters!, services.Settings.Optimization.AdamW, update.Rate, update.Clip);
                    return new ExpertInput.Updated(update.Step);
                });
                break;
        }
    }

    // The pull between siblings is added once a micro-batch, after the loss's own gradients (paper notes 1.7).
    private double Measure(ExpertEffect.Measure measure)
    {
        if (measure.Siblings is { } handles)
        {
            var siblings = handles.Select(services.Channel.Accept).ToArray();
            ExpertRegularization.AddGradient(parameters!, siblings,
                services.Settings.Optimization.ExpertRegularization * measure.MicroBatches);
            foreach (var sibling in siblings) sibling.Dispose();
        }
        return GradientNorm.Squared(parameters!);
    }

    private void OnLane(LaneUrgency urgency, MicroBatchKey key, string during, Func<object?> work)
    {
        var self = Self;
        lanes.Post(urgency, key.Step, key.Index, work,
            result =>
            {
                if (result is not null) self.Tell(result);
            },
            failure => self.Tell(new Threw(FailureKind.ExpertBuffers, during, failure)));
    }

    private void Outside(long step, FailureKind kind, string during, Func<object> work)
    {
        var (self, sender) = (Self, Sender);
        lanes.Post(LaneUrgency.Forward, step, 0, work, result => sender.Tell(result, self),
            failure => sender.Tell(new ExpertEvents.Broken(expert, step, kind, during, failure), self));
    }

    // An owner whose buffers may be half written must not go on: its guard stops it and ends the run.
    private static void Raise(Threw threw) => throw new BrokenExpertException(threw.Kind, threw.During, threw.Cause);

    private sealed record Made(FlatParameters Parameters);

    private sealed record Threw(FailureKind Kind, string During, Exception Cause);
}
