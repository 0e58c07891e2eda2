using Moe.Actors.Expert;
using Moe.Actors.Lanes;
using Moe.Actors.Messages;
using Moe.Actors.Node;
using Moe.Model;

namespace Moe.Actors.Simulation.Throughput;

/// <summary>An expert: its work takes lanes, its state goes over links.</summary>
internal sealed class TimedExpert(TimedCluster cluster, TimedNode node, ExpertId expert, long incarnation) : TimedProcess(cluster, node)
{
    private readonly ExpertState state = new(expert, node.Name, incarnation);
    private ExpertCommands.Restore? fetching;

    /// <summary>A state whose bytes are only counted.</summary>
    public static OfferedState NoTensors { get; } = new(new TensorHandle([0], null), null, null, 0);

    /// <inheritdoc/>
    public override void Receive(object message, TimedProcess from) => Carry(message switch
    {
        ExpertCommands.Announce command => state.On(command, from),
        ExpertCommands.Restore command => state.On(command, from),
        ExpertCommands.Compute command => state.On(command, from),
        ExpertCommands.Prepare command => state.On(command, from),
        ExpertCommands.Commit command => state.On(command, from),
        ExpertCommands.TakeGradient command => state.On(command),
        ExpertCommands.Snapshot command => state.On(command),
        NodeEvents.Given given => Given(given),
        _ => throw new InvalidOperationException($"{expert} does not know {message}."),
    });

    private void Carry(IReadOnlyList<ExpertEffect> effects)
    {
        foreach (var effect in effects) Carry(effect);
    }

    private void Carry(ExpertEffect effect)
    {
        var costs = Cluster.Costs;
        switch (effect)
        {
            case ExpertEffect.Run work:
                var operation = (TimedOperation)work.Operation;
                Compute(operation.IsBackward ? LaneUrgency.Backward : LaneUrgency.Forward, work.Key, costs.Answer(operation.Stop), () =>
                    Carry(state.On(new ExpertInput.Finished(work.Key, operation, costs.ResultAt(operation.Stop)))));
                break;
            case ExpertEffect.Add add:
                Compute(LaneUrgency.Deferred, add.Key, costs.Deferred(expert), () => Carry(state.On(new ExpertInput.Added(add.Key))));
                break;
            case ExpertEffect.Measure measure:
                Touch(WorkCosts.BytesMeasured + (WorkCosts.BytesSummed * (measure.Summed?.Count ?? 0)),
                    () => Carry(state.On(new ExpertInput.Measured(measure.Step, 1))));
                break;
            case ExpertEffect.Give give:
                Touch(WorkCosts.BytesSummed, () => Give(give));
                break;
            case ExpertEffect.Update update:
                Touch(WorkCosts.BytesUpdated, () => Carry(state.On(new ExpertInput.Updated(update.Step))));
                break;
            case ExpertEffect.Load load:
                Load(load.Command);
                break;
            case ExpertEffect.Copy copy:
                Touch(WorkCosts.BytesOfSnapshot, () => Copied(copy.Command));
                break;
            case ExpertEffect.Reply { Message: ExpertEvents.Computed { Result: TimedResult result } } reply:
                Send(reply.To, reply.Message, costs.BytesBack(result.Stop));
                break;
            case ExpertEffect.Reply reply:
                Send(reply.To, reply.Message);
                break;
        }
    }

    private void Give(ExpertEffect.Give give)
    {
        Send(give.Actor, new ExpertCommands.TakeGradient(give.To, give.Epoch, give.Step, give.Share, new TensorHandle([0], null)),
            Cluster.Costs.ParametersOf(expert) * WorkCosts.BytesOfGradient);
        Carry(state.On(new ExpertInput.Given()));
    }

    private void Load(ExpertCommands.Restore command)
    {
        if (command.Source == StateSource.Snapshot)
        {
            fetching = command;
            Send(command.Keeper!, new NodeCommands.Give(expert.AsExpert().ToString(), command.Step));
            Cluster.After(KeptState.Patience.TotalSeconds, () =>
            {
                if (!IsAlive || fetching != command) return;
                fetching = null;
                Carry(state.On(new ExpertInput.NotLoaded("nobody gave it")));
            });
            return;
        }
        var rate = command.Source == StateSource.Checkpoint ? Cluster.Settings.DiskBytesPerSecond : Cluster.Settings.MemoryBytesPerSecond;
        Compute(LaneUrgency.Forward, default, Cluster.Costs.ParametersOf(expert) * WorkCosts.BytesOfSnapshot / rate,
            () => Carry(state.On(new ExpertInput.Loaded(command.Step))));
    }

    private IReadOnlyList<ExpertEffect> Given(NodeEvents.Given given)
    {
        if (fetching is not { } command || given.Step != command.Step) return [];
        fetching = null;
        return given.State is null
            ? state.On(new ExpertInput.NotLoaded("it is not kept"))
            : state.On(new ExpertInput.Loaded(command.Step));
    }

    private void Copied(ExpertCommands.Snapshot command)
    {
        foreach (var keeper in command.Keepers)
        {
            Send(keeper, new NodeCommands.Keep(expert.AsExpert().ToString(), command.Epoch, command.Step, NoTensors),
                Cluster.Costs.ParametersOf(expert) * WorkCosts.BytesOfSnapshot);
        }
        Carry(state.On(new ExpertInput.Copied(command.Step)));
    }

    // Reads or writes so many bytes of every parameter.
    private void Touch(int bytes, Action done) => Compute(
        LaneUrgency.Forward, default, Cluster.Costs.ParametersOf(expert) * bytes / Cluster.Settings.MemoryBytesPerSecond, done);
}
