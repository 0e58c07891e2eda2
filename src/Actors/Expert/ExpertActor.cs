using Akka.Actor;
using Akka.Event;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Actors.Ports;
using Moe.Actors.Supervision;
using Moe.Actors.Tracing;
using Moe.Model;
using Moe.Model.Initialization;
using Moe.Model.Layers;
using Moe.Model.Optimization;
using Moe.Model.Parameters;
using Moe.Model.Routing;

namespace Moe.Actors.Expert;

/// <summary>
/// Owns one expert, or one replica of it: its weights, gradients, optimizer state and place on a device. All decisions are
/// <see cref="ExpertState"/>'s; this carries its effects out, tensor work on the device's lanes, and tells it how they ended.
/// </summary>
public sealed partial class ExpertActor : ReceiveActor, IWithUnboundedStash
{
    private readonly NodeServices services;
    private readonly ExpertId expert;
    // What its weights, random streams and parts are called: the same for every replica.
    private readonly ExpertId weightsOf;
    private readonly ComputeLanes lanes;
    private readonly ExpertState state;
    private readonly Arrivals arrivals;
    private readonly ExpertTrace trace;
    private readonly ILoggingAdapter log = Context.GetLogger();
    private FlatParameters? parameters;
    private IExpertCompute? compute;
    private ReplicaGradients? gradients;

    /// <summary>An expert of a node; its buffers are made on its lane before it answers anything.</summary>
    public ExpertActor(NodeServices services, ExpertId expert)
    {
        (this.services, this.expert, weightsOf) = (services, expert, expert.AsExpert());
        lanes = services.Lanes.LanesOf(expert);
        state = new ExpertState(expert, services.Node, services.NextIncarnation());
        arrivals = new Arrivals(services.Channel);
        trace = new ExpertTrace(expert);
        Starting();
    }

    /// <inheritdoc/>
    public IStash Stash { get; set; } = null!;

    /// <summary>Props of an expert.</summary>
    public static Props Of(NodeServices services, ExpertId expert) => Props.Create(() => new ExpertActor(services, expert));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        services.Living.Add(expert);
        var self = Self;
        lanes.Post(LaneUrgency.Forward, 0, 0, MakeParameters,
            made => self.Tell(new Made(made)), failure => self.Tell(new Threw(FailureKind.ExpertStart, "starting", failure)));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        services.Living.Remove(expert);
        services.Observer.OnStopped(expert);
        Say("stopped");
        var (owned, open, added) = (parameters, compute, gradients);
        if (owned is null) return;
        lanes.Release(() =>
        {
            open?.Dispose();
            added?.Dispose();
            owned.Dispose();
        }, failure => log.Error(failure, "{0}: freeing its buffers failed", expert));
    }

    private FlatParameters MakeParameters()
    {
        var type = services.Settings.ComputeType == "bfloat16" ? TorchSharp.torch.ScalarType.BFloat16 : TorchSharp.torch.ScalarType.Float32;
        var layout = ExpertFactory.LayoutOf(services.Settings.Model, weightsOf);
        return new FlatParameters(layout, services.Lanes.DeviceOf(expert), type);
    }

    private void Starting()
    {
        Receive<Made>(made =>
        {
            parameters = made.Parameters;
            services.Observer.OnStarted(expert, parameters.Device.ToString(), parameters.Bytes);
            Say($"started on {parameters.Device}");
            gradients = new ReplicaGradients(parameters);
            compute = expert.Kind == ExpertKind.Vocabulary
                ? new VocabularyCompute(new VocabularyLayer(services.Settings.Model, parameters), services.Settings.Seed,
                    services.Settings.Optimization.LabelSmoothing, services.Channel)
                : new LayerCompute(weightsOf, ExpertFactory.LayerOf(services.Settings.Model, weightsOf, parameters),
                    services.Settings.Seed, services.Recompute, services.Channel);
            Become(Serving);
            Stash.UnstashAll();
        });
        Receive<Threw>(Raise);
        ReceiveAny(_ => Stash.Stash());
    }

    private void Serving()
    {
        Receive<ExpertCommands.Announce>(command => CarryOut(state.On(command, Sender)));
        Receive<ExpertCommands.Restore>(command => CarryOut(state.On(command, Sender)));
        Receive<ExpertCommands.Snapshot>(command => CarryOut(state.On(command)));
        Receive<ExpertCommands.Compute>(Compute);
        Receive<ExpertCommands.Prepare>(command => WithTensors(command, command.Siblings ?? []));
        Receive<ExpertCommands.TakeGradient>(TakeGradient);
        Receive<ExpertCommands.Commit>(command => WithTensors(command, []));
        Receive<ExpertCommands.SavePart>(command => CarryOut(state.Between(command, command.Step, Sender)));
        Receive<ExpertCommands.OfferState>(command => CarryOut(state.Between(command, command.Step, Sender)));
        Receive<ExpertCommands.TakeState>(command => WithTensors(command, command.State.Handles));
        Receive<ExpertInput.Finished>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Failed>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Added>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Measured>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Given>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Updated>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Loaded>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.NotLoaded>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Copied>(input => CarryOut(state.On(input)));
        Receive<ExpertInput.Answered>(input => CarryOut(state.On(input)));
        Receive<Arrived>(arrivals.On);
        Receive<NotArrived>(lost =>
        {
            arrivals.On(lost);
            trace.Came(lost.Message);
            // What is asked for between steps is asked for again by the coordinator; a micro-batch starts anew.
            log.Warning("{0}: a tensor did not arrive: {1}", expert, lost.Reason);
            if (lost.Message is ExpertCommands.Compute command)
            {
                lost.From.Tell(new ExpertEvents.Failed(
                    expert, command.Key, command.Operation.Name, $"a tensor did not arrive at {expert}: {lost.Reason}", Lost: true), Self);
            }
        });
        Receive<Threw>(Raise);
    }

    private void Compute(ExpertCommands.Compute command)
    {
        if (state.Wants(command)) WithTensors(command, command.Operation.Handles);
        else CarryOut(state.On(command, Sender));
    }

    private void TakeGradient(ExpertCommands.TakeGradient command)
    {
        if (state.Wants(command)) WithTensors(command, [command.Gradient]);
        else CarryOut(state.On(command));
    }

    private void On(object message, IActorRef from) => CarryOut(message switch
    {
        ExpertCommands.TakeGradient command => state.On(command),
        ExpertCommands.Compute command => state.On(command, from),
        ExpertCommands.Prepare command => state.On(command, from),
        ExpertCommands.Commit command => state.On(command, from),
        ExpertCommands.TakeState command => state.Between(command, command.Step, from),
        _ => throw new InvalidOperationException($"{message.GetType().Name} carries no tensors."),
    });

    private void WithTensors(object message, IReadOnlyList<TensorHandle> handles)
    {
        trace.Coming(message, handles);
        arrivals.Take(message, handles, Self, Sender, (came, from) =>
        {
            trace.Came(came);
            On(came, from);
        });
    }

    private void CarryOut(IReadOnlyList<ExpertEffect> effects)
    {
        foreach (var effect in effects) CarryOut(effect);
    }

    private void CarryOut(ExpertEffect effect)
    {
        switch (effect)
        {
            case ExpertEffect.Reply reply:
                if (PointBefore(reply.Message) is { } point) services.Faults?.Pass(point);
                if (ExpertNotes.Of(reply.Message) is { } note) Say(note);
                ((IActorRef)reply.To).Tell(reply.Message, Self);
                break;
            case ExpertEffect.Run run:
                Run(run.Key, run.Operation);
                break;
            case ExpertEffect.Add add:
                OnLane(LaneUrgency.Deferred, add.Key, "adding gradients", Watched<object?>(ExpertWork.Gradient, "gradient", add.Key, () =>
                {
                    gradients!.Bring(add.Replica, add.Overwrite);
                    compute!.Add(add.Key, add.Overwrite);
                    compute.Drop(add.Key);
                    services.Faults?.Pass(FaultPoint.GradientAdded);
                    return new ExpertInput.Added(add.Key);
                }));
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
                    Watched<object?>(ExpertWork.Update, "prepare", trace.Preparing, measure.Step,
                        () => new ExpertInput.Measured(measure.Step, Measure(measure))));
                break;
            case ExpertEffect.Give give:
                Give(give);
                break;
            case ExpertEffect.Discard discard:
                TensorHandle.Discard(discard.Tensors);
                break;
            case ExpertEffect.Update update:
                var apply = Watched<object?>(ExpertWork.Update, "commit", trace.Committing, update.Step, () =>
                {
                    AdamW.Apply(parameters!, services.Settings.Optimization.ExpertAdamW, update.Rate, update.Clip);
                    return new ExpertInput.Updated(update.Step);
                });
                OnLane(LaneUrgency.Backward, new MicroBatchKey(update.Step, 0, 0), "updating weights", apply);
                break;
            case ExpertEffect.Load load:
                Load(load.Command);
                break;
            case ExpertEffect.Copy copy:
                Copy(copy.Command);
                break;
            case ExpertEffect.Do between:
                Do(between.Command, between.From);
                break;
        }
    }

    private void Run(MicroBatchKey key, ExpertOperation operation)
    {
        var self = Self;
        var (urgency, kind) = operation.IsBackward
            ? (LaneUrgency.Backward, ExpertWork.Backward)
            : (LaneUrgency.Forward, ExpertWork.Forward);
        lanes.Post(urgency, key.Step, key.Index, Watched(kind, operation.Name, key, () => compute!.Run(key, operation)),
            result => self.Tell(new ExpertInput.Finished(key, operation, result)),
            failure => self.Tell(new ExpertInput.Failed(key, operation.Name, failure.Message)));
    }

    // The pull between siblings is added once a micro-batch, after the loss's own gradients (paper notes 1.7).
    private double Measure(ExpertEffect.Measure measure)
    {
        if (measure.Summed is { } summed) Sum(summed);
        if (measure.Siblings is { } handles)
        {
            var siblings = handles.Select(services.Channel.Accept).ToArray();
            ExpertRegularization.AddGradient(parameters!, siblings,
                services.Settings.Optimization.ExpertRegularization * measure.MicroBatches);
            foreach (var sibling in siblings) sibling.Dispose();
        }
        return GradientNorm.Squared(parameters!);
    }

    private void Sum(IReadOnlyList<SummedGradient> summed)
    {
        var given = summed.Select(one => (one.Replica, one.Arrived is { } handle ? services.Channel.Accept(handle) : null)).ToArray();
        gradients!.Sum(given);
        foreach (var (_, tensor) in given) tensor?.Dispose();
    }

    private void Give(ExpertEffect.Give give)
    {
        var self = Self;
        OnLane(LaneUrgency.Backward, new MicroBatchKey(give.Step, 0, 0), "giving its gradient to a replica", () =>
        {
            ((IActorRef)give.Actor).Tell(new ExpertCommands.TakeGradient(
                give.To, give.Epoch, give.Step, give.Share, services.Channel.Offer(gradients!.Copy(give.Share))), self);
            return new ExpertInput.Given();
        });
    }

    private Func<T> Watched<T>(ExpertWork kind, string name, MicroBatchKey key, Func<T> work) =>
        Watched(kind, name, trace.Of(key), key.Step, work);

    private Func<T> Watched<T>(ExpertWork kind, string name, string? context, long step, Func<T> work) =>
        TrainingSpans.Follow(name, context, step, expert, services.Observer.Watch(expert, kind, work));

    private void Say(string what) => services.Log.Say(expert.ToString(), what);

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

    private void Do(IToExpert command, object from)
    {
        switch (command)
        {
            case ExpertCommands.SavePart save:
                Outside(save, from, save.Step, FailureKind.Checkpoint, "saving its checkpoint part", () => new ExpertEvents.PartSaved(
                    save.Expert, save.Epoch, save.Step,
                    ExpertStore.Save(services.Checkpoints, save.Step, weightsOf.ToString(), parameters!)));
                break;
            case ExpertCommands.OfferState offer:
                Outside(offer, from, offer.Step, FailureKind.Growth, "offering its state", () => new ExpertEvents.StateOffered(
                    offer.Expert, offer.Epoch, offer.Step, ExpertStore.Offer(services.Channel, parameters!, offer.Whole), offer.For));
                break;
            case ExpertCommands.TakeState take:
                Outside(take, from, take.Step, FailureKind.Growth, "taking a sibling's state", () =>
                {
                    ExpertStore.Take(services.Channel, take.State, parameters!, take.Share);
                    new ExpertNoise(take.Noise, IsRelative: true).AddTo(parameters!, services.Settings.Seed, weightsOf, take.Step);
                    return new ExpertEvents.StateTaken(expert, take.Epoch, take.Step);
                });
                break;
        }
    }

    private void Outside(IToExpert command, object from, long step, FailureKind kind, string during, Func<object> work)
    {
        var self = Self;
        lanes.Post(LaneUrgency.Forward, step, 0, work, result => self.Tell(new ExpertInput.Answered(command, result, from)),
            failure => self.Tell(new ExpertInput.Answered(
                command, new ExpertEvents.Broken(expert, command.Epoch, step, kind, during, failure), from)));
    }

    // What the reply tells has been done by then.
    private static FaultPoint? PointBefore(object reply) => reply switch
    {
        ExpertEvents.Prepared => FaultPoint.GradientMeasured,
        ExpertEvents.Committed => FaultPoint.UpdateApplied,
        ExpertEvents.Restored => FaultPoint.StateRestored,
        ExpertEvents.StateTaken => FaultPoint.SiblingTaken,
        ExpertEvents.PartSaved => FaultPoint.PartWritten,
        _ => null,
    };

    // An owner whose buffers may be half written must not go on: its guard stops it and ends the run.
    private static void Raise(Threw threw) => throw new BrokenExpertException(threw.Kind, threw.During, threw.Cause);

    private sealed record Made(FlatParameters Parameters);

    private sealed record Threw(FailureKind Kind, string During, Exception Cause);
}
